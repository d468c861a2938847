"""Somebody at a desk in a browser, and what the engine knows of what they did."""

from typing import Any

from playwright.sync_api import Browser, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, Strip
from tests.journeys.engine import Engine
from tests.journeys.every_page import signed_in


def _rows(count: int) -> str:
    return "".join(f'{{"item_id": "i{n}", "response_a": "first {n}", "response_b": "second {n}"}}\n' for n in range(count))


class Desk:
    """Somebody at the desk of a fresh project of comparisons, one annotation each."""

    def __init__(self, engine: Engine, lab: Client, at: tuple[Browser, Strip] | Person, tasks: int = 12, **settings: Any) -> None:
        self._lab = lab
        self._engine = engine
        new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 1}
        self.project = lab.post("/api/client/projects", new | settings)["project_id"]
        base = self.base = f"/api/client/projects/{self.project}"
        plan = lab._json("POST", f"{base}/plans", content=_rows(tasks).encode())
        lab.post(f"{base}/plans/{plan['plan_id']}/commit")
        lab.post(f"{base}/open")
        self.person = at if isinstance(at, Person) else Person(*at, "annotator", DESKTOP)
        self.page = self.person.page
        self.pseudonym, link = self.invite()
        signed_in(self.person, link)
        self.sit()

    def invite(self) -> tuple[str, str]:
        made = self._lab.post(f"{self.base}/invitations", {"label": "Somebody"})
        return made["pseudonym"], f"{self._engine.url}/link#{made['link']}"

    def invite_again(self) -> str:
        return f"{self._engine.url}/link#{self._lab.post(f'{self.base}/people/{self.pseudonym}/link')['link']}"

    def sit(self) -> None:
        self.page.goto(f"{self._engine.url}/desk/{self.project}")
        expect(self.page.get_by_role("radio").first).to_be_attached()

    def answer(self, key: str = "1") -> None:
        self.page.keyboard.press(f"Digit{key}")
        self.page.keyboard.press("Enter")

    def is_saved(self, where: str) -> None:
        expect(self.page.locator(f"[data-saved={where}]")).to_be_visible(timeout=15_000)

    def progress(self) -> dict[str, int]:
        counts: dict[str, int] = self._lab.get(self.base)["progress"]
        return counts
