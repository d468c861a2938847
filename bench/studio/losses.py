"""Somebody types and submits while their tab, their browser, the network and the engine are killed at random moments: what was typed
and is gone, and which answers are missing or doubled afterwards."""

import contextlib
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import CDPSession, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from amana.client import Client
from bench.bar import Bar
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.profile import Laptop

KILLS = 200
SEED = 5
KEY_MS = 40
DRAFT_SECONDS_MAX = 6  # until a draft that is not whole is taken for all that is left
WORDS = ["the", "reply", "is", "clearer", "since", "it", "says", "what", "to", "do", "next", "and", "why"]
KINDS = ("tab", "browser", "network", "engine")


class Found(msgspec.Struct):
    """What came of the kills. `typing_lost_ms`: of each, how old the oldest key was that is gone."""

    kills: dict[str, int]
    typing_lost_ms: list[float]
    given: int  # answers whose Enter was pressed and whose page said that they are on the device or with the engine
    missing: int
    doubled: int


def bars() -> Iterator[Bar]:
    found = lose(KILLS, SEED)
    note = ", ".join(f"{count} of the {kind}" for kind, count in found.kills.items())
    worst = max(found.typing_lost_ms)
    yield Bar(
        name="typing that is gone after a kill, at most",
        figure=round(worst),
        unit=f"ms, over {sum(found.kills.values())} kills while somebody types and submits",
        goal="<= 1000",
        holds=worst <= 1000,
        note=note,
    )
    yield Bar(
        name="answers lost or doubled by the same kills",
        figure=found.missing + found.doubled,
        unit=f"of {found.given} answers that the page had called saved",
        goal="0",
        holds=found.missing + found.doubled == 0,
        note=note,
    )


def lose(kills: int, seed: int) -> Found:
    """That many kills, each at a random moment of typing or right after an answer was given."""
    with (
        engine_in_a_home() as engine,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory(prefix="amana-losses-") as folder,
    ):
        engine.start()
        key = fact(engine.amana("workspace", "create", "Losses"), "API key")
        with Client(engine.url, key) as lab:
            somebody = _Somebody(engine, lab, playwright, Path(folder), random.Random(seed), tasks=2 * kills + 30)
            try:
                for number in range(kills):
                    somebody.works_and_is_hit(number)
                return somebody.found()
            finally:
                somebody.laptop.kill()


class _Somebody:
    """At the desk of a project of comparisons, which have a choice and a text."""

    def __init__(self, engine: Engine, lab: Client, playwright: Playwright, folder: Path, rng: random.Random, tasks: int) -> None:
        self._engine, self._lab, self._playwright, self._folder, self._rng = engine, lab, playwright, folder, rng
        new = {"name": "Kills", "task_type": "comparison", "rate_minor": 1, "currency": "EUR", "annotations_needed": 1}
        self._project = lab.post("/api/client/projects", new)["project_id"]
        base = f"/api/client/projects/{self._project}"
        rows = "".join(f'{{"item_id": "i{n}", "response_a": "first {n}", "response_b": "second {n}"}}\n' for n in range(tasks))
        plan = lab._json("POST", f"{base}/plans", content=rows.encode())
        lab.post(f"{base}/plans/{plan['plan_id']}/commit")
        lab.post(f"{base}/open")
        self._base = base
        self._kills = dict.fromkeys(KINDS, 0)
        self._lost_ms: list[float] = []
        self._given: list[str] = []
        self.laptop = Laptop(playwright, folder / "profile")
        self._pseudonym = lab.post(f"{base}/invitations", {"label": "Somebody"})["pseudonym"]
        self._page = self.laptop.context.new_page()
        self._comes_in()
        self._sit()

    def works_and_is_hit(self, number: int) -> None:
        """Type a reason, perhaps give the answer, and lose something on the way; then go on."""
        kind = self._rng.choice(KINDS)
        self._kills[kind] += 1
        time.sleep(0.3)
        before = _text(self._page)
        typed, pressed = self._types(f"{number}: {' '.join(self._rng.choices(WORDS, k=self._rng.randint(3, 12)))} ", before)
        if self._rng.random() < 0.6:
            self._gives_the_answer(typed)
            self._hit(kind)
            self._sit()
            return
        at = time.monotonic()
        self._hit(kind)
        self._sit()
        here = self._text_once_it_is(typed)
        kept = len(here) if typed.startswith(here) else len(before)
        gone = pressed[max(0, kept - len(before)) :]
        self._lost_ms.append((at - gone[0]) * 1000 if gone else 0.0)

    def found(self) -> Found:
        expect(self._page.locator("[data-saved=there]")).to_be_visible(timeout=60_000)
        answers = [str(one["answer"]["reason"]).strip() for one in self._annotations()]
        return Found(
            kills=self._kills,
            typing_lost_ms=self._lost_ms or [0.0],
            given=len(self._given),
            missing=sum(one not in answers for one in self._given),
            doubled=len(answers) - len(set(answers)),
        )

    def _types(self, words: str, before: str) -> tuple[str, list[float]]:
        """What now stands in the box, and when each key of it was pressed."""
        box = self._page.get_by_role("textbox")
        box.focus()
        self._page.keyboard.press("Control+End")
        pressed = []
        for letter in words:
            self._page.keyboard.press("Space" if letter == " " else letter)
            pressed.append(time.monotonic())
            time.sleep(KEY_MS / 1000 * self._rng.random() * 2)
        return before + words, pressed

    def _gives_the_answer(self, text: str) -> None:
        self._page.keyboard.press("Escape")
        self._page.keyboard.press("Digit1")
        self._page.keyboard.press("Enter")
        # Whatever the page then calls saved must arrive; a kill before that word is a kill while submitting too.
        if self._rng.random() < 0.7:
            expect(self._page.locator("[data-saved=here], [data-saved=there]").first).to_be_visible()
            self._given.append(text.strip())
        else:
            time.sleep(self._rng.random() * 0.05)

    def _hit(self, kind: str) -> None:
        if kind == "tab":
            _crash(self._page, self.laptop.browser.new_browser_cdp_session())
        elif kind == "browser":
            self.laptop.kill()
            self.laptop = Laptop(self._playwright, self._folder / "profile")
        elif kind == "engine":
            self._engine.kill()
            self._engine.start()
        else:
            self.laptop.context.set_offline(True)
            time.sleep(self._rng.random())
            self.laptop.context.set_offline(False)
        if kind in ("tab", "browser"):
            # As soon as a hand could: Chromium itself may wait for a worker that died with the tab, if asked within milliseconds.
            time.sleep(0.5)
            self._page = self.laptop.context.new_page()
        if kind == "browser":
            self._comes_in()  # a browser writes its cookies down half a minute later

    def _comes_in(self) -> None:
        self.laptop.context.clear_cookies()
        link = self._lab.post(f"{self._base}/people/{self._pseudonym}/link")["link"]
        self._page.goto(f"{self._engine.url}/link#{link}")
        self._page.locator("main .primary").click()
        self._page.wait_for_url("**/desk")

    def _sit(self) -> None:
        """At the desk, on whatever page is there now."""
        address = f"{self._engine.url}/desk/{self._project}"
        if self._page.url != address:
            self._page.goto(address)
        expect(self._page.get_by_role("textbox")).to_be_visible(timeout=60_000)

    def _text_once_it_is(self, wanted: str) -> str:
        """What stands in the box: what was typed before comes from the disk a moment after the form, or not at all."""
        until = time.monotonic() + DRAFT_SECONDS_MAX
        while (here := _text(self._page)) != wanted and time.monotonic() < until:
            time.sleep(0.05)
        return here

    def _annotations(self) -> list[dict[str, Any]]:
        lines = self._lab._http.get(f"{self._base}/annotations").raise_for_status().text.splitlines()
        return [msgspec.json.decode(line) for line in lines]


def _text(page: Page) -> str:
    return str(page.get_by_role("textbox").input_value())


def _crash(page: Page, devtools: CDPSession) -> None:
    """kill -9 of the tab's own process; the tab is closed, for it stands in the way of what is set for all of them."""
    [target] = [
        one for one in devtools.send("Target.getTargets")["targetInfos"] if one["type"] == "page" and one["url"] == page.url
    ]
    with contextlib.suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=5000)
    devtools.send("Target.closeTarget", {"targetId": target["targetId"]})
