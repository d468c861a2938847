"""Somebody types without pause: how long each key takes until the draft that has it is on the device's disk."""

import random
import time
from collections.abc import Iterator

from playwright.sync_api import expect

from amana.client import Client
from bench.bar import Bar
from tests.journeys.browser import browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact

KEYS = 400
SEED = 3
GAP_SECONDS_MAX = 0.3

# When each key came, and from when to when each draft was sealed and written.
LISTEN = """
window.keys = [];
window.kept = [];
addEventListener('input', () => keys.push(performance.now()), true);
let begun = 0;
const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
crypto.subtle.encrypt = (algorithm, ...more) => {
  if (new TextDecoder().decode(algorithm.additionalData).includes('|drafts|')) begun = performance.now();
  return encrypt(algorithm, ...more);
};
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...row) {
  const from = begun;
  if (this.name === 'drafts') this.transaction.addEventListener('complete', () => kept.push([from, performance.now()]));
  return put.apply(this, row);
};
"""
WAITED = """() => keys.map((at) => Math.min(...kept.filter(([from]) => from >= at).map(([, done]) => done)) - at)"""


def bars() -> Iterator[Bar]:
    waited = sorted(measure(KEYS))
    p95 = waited[int(len(waited) * 0.95)]
    yield Bar(
        name="from a key to the disk of the device",
        figure=round(waited[-1]),
        unit="ms, the longest",
        goal="<= 300",
        holds=waited[-1] <= 300,
        note=f"p95 {p95:.0f} ms; {len(waited)} keys at most {GAP_SECONDS_MAX * 1000:.0f} ms apart, without pause",
    )


def measure(keys: int) -> list[float]:
    """Of each key, the milliseconds until it was on the disk."""
    rng = random.Random(SEED)
    with engine_in_a_home() as engine, browser_of("keys-to-disk") as browser:
        engine.start()
        key = fact(engine.amana("workspace", "create", "Typing"), "API key")
        with Client(engine.url, key) as lab:
            desk = Desk(engine, lab, browser)
            desk.page.add_init_script(LISTEN)
            desk.sit()
            desk.page.get_by_role("textbox").focus()
            for _ in range(keys):
                desk.page.keyboard.press(rng.choice("abcdefghijklmnopqrstuvwxyz"))
                time.sleep(GAP_SECONDS_MAX * rng.random())
            expect(desk.page.locator("[data-draft=there]")).to_be_visible(timeout=30_000)
            waited: list[float] = desk.page.evaluate(WAITED)
            return waited
