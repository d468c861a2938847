"""A recording of half an hour on the desk: how long until it can be worked with, and how far the playhead is from what is heard."""

import io
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from amana.client import Client
from bench.bar import Bar
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in
from tests.lab import json_lines

MINUTES = 30
HERTZ = 16_000
OPENED = 5  # times the page is opened
PLACES = (0.0, 0.37, 0.93)  # of the recording, where it is listened to
SPEEDS = (1, 2)
SAMPLES = 60  # of the playhead, for each place and speed
USABLE_MS_MAX = 2000
DRIFT_MS_MAX = 20

# From the page's own beginning until the wave is drawn and the recording can be played from anywhere.
WATCH = """
const usable = () => {
  const audio = document.querySelector('.player audio');
  const wave = document.querySelector('.wave canvas');
  if (!audio || audio.readyState < 1 || !wave || !wave.width) return false;
  const copy = new OffscreenCanvas(wave.width, Math.floor(wave.height / 6));
  const context = copy.getContext('2d', { willReadFrequently: true });
  context.drawImage(wave, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const first = data.slice(0, 4).join();
  for (let at = 4; at < data.length; at += 4) if (data.slice(at, at + 4).join() !== first) return true;
  return false;
};
const look = () => (usable() ? (window.usableAt = performance.now()) : requestAnimationFrame(look));
requestAnimationFrame(look);
"""
# At moments that have nothing to do with frames: what the page shows, against what the audio says then.
DRIFT = """async ([place, speed, samples]) => {
  const audio = document.querySelector('.player audio');
  audio.muted = true;
  const slider = document.querySelector('.player input[type=range]');
  slider.value = place * slider.max;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => audio.addEventListener('seeked', done, { once: true }));
  audio.playbackRate = speed;
  await audio.play();
  await new Promise((done) => setTimeout(done, 500));
  const found = [];
  for (let number = 0; number < samples; number += 1) {
    await new Promise((done) => setTimeout(done, 5 + 60 * Math.random()));
    const shown = +document.querySelector('[data-at]').dataset.at;
    found.push(Math.abs(audio.currentTime * 1000 - shown) / speed);
  }
  audio.pause();
  return found;
}"""


def bars() -> Iterator[Bar]:
    with engine_in_a_home() as engine, browser_of("bench-recording") as (browser, strip), tempfile.TemporaryDirectory() as folder:
        engine.start()
        project, link = half_an_hour(engine, Path(folder))
        person = Person(browser, strip, "noor", DESKTOP)
        signed_in(person, link)
        page = person.page
        page.add_init_script(WATCH)
        fetched: list[int] = []
        page.on(
            "response",
            lambda reply: fetched.append(int(reply.headers.get("content-length", 0))) if "/peaks/" in reply.url else None,
        )
        waited = sorted(opened(page, f"{engine.url}/desk/{project}") for _ in range(OPENED))
        person.picture("open")
        yield Bar(
            name=f"a recording of {MINUTES} minutes, from opening the desk until its wave is drawn and it can be played",
            figure=round(waited[-1]),
            unit="ms, the longest",
            goal=f"< {USABLE_MS_MAX}",
            holds=waited[-1] < USABLE_MS_MAX,
            note=f"of {OPENED}, the shortest {waited[0]:.0f} ms; {max(fetched)} bytes of peaks at most in one go, WAV of "
            f"{MINUTES * 60 * HERTZ * 2 // 1_000_000} MB, engine and browser on this machine",
        )
        drift = sorted(ms for place in PLACES for speed in SPEEDS for ms in page.evaluate(DRIFT, [place, speed, SAMPLES]))
        p95 = drift[int(len(drift) * 0.95)]
        yield Bar(
            name="the playhead's distance from what is heard",
            figure=round(p95, 1),
            unit="ms, p95",
            goal=f"< {DRIFT_MS_MAX}",
            holds=p95 < DRIFT_MS_MAX,
            note=f"{len(drift)} moments between frames, at {len(PLACES)} places, at speeds {SPEEDS[0]} and {SPEEDS[-1]}; median "
            f"{drift[len(drift) // 2]:.1f}, longest {drift[-1]:.1f} ms of listening; heard is what the audio element says of itself",
        )


def opened(page: Page, url: str) -> float:
    """Milliseconds from the page's beginning until it can be worked with."""
    page.goto(url)
    page.wait_for_function("() => window.usableAt", timeout=120_000)
    usable: float = page.evaluate("usableAt")
    return usable


def half_an_hour(engine: Engine, folder: Path) -> tuple[str, str]:
    """A project with one task, whose recording has been listened to by the engine; and the link of who works there."""
    key = fact(engine.amana("workspace", "create", "Long"), "API key")
    file, rows = folder / "long.wav", folder / "rows.jsonl"
    file.write_bytes(spoken())
    rows.write_bytes(json_lines([{"audio": "long.wav"}]))
    new = {"name": "Long", "task_type": "speech_transcription", "rate_minor": 1, "currency": "EUR"}
    with Client(engine.url, key) as asking:
        project: str = asking.post("/api/client/projects", new)["project_id"]
        engine.amana("media", "add", project, str(file), key=key, seconds_max=600)
        engine.amana("import", str(rows), "--project", project, "--yes", key=key)
        engine.amana("project", "open", project, key=key)
        while not asking.get(f"/api/client/projects/{project}/media")["files"][0]["is_ready"]:
            time.sleep(0.5)
        link = asking.post(f"/api/client/projects/{project}/invitations", {"label": "Noor"})["link"]
    return project, f"{engine.url}/link#{link.rpartition('#')[2]}"


def spoken() -> bytes:
    """Half an hour of something with the loudness of speech: bursts of noise with pauses, always the same."""
    rng = np.random.default_rng(5)
    seconds = MINUTES * 60
    loud = np.repeat(rng.uniform(0, 1, seconds * 4) ** 2, HERTZ // 4)
    samples = (loud * rng.normal(0, 6000, seconds * HERTZ)).clip(-32_000, 32_000).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HERTZ)
        file.writeframes(samples.tobytes())
    return out.getvalue()
