"""The engine's disk fills while people work: their answers wait in the browser and arrive, each once, when there is room."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from amana.client import Client, Refused
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in
from tests.lab import json_lines, row

pytestmark = pytest.mark.browser

TASKS = 400
DISK_SIZE = "400m"


class Disk:
    """The engine's disk: a small one of its own, or one of which it is only told that it is full."""

    def __init__(self, home: Path, *, its_own: bool) -> None:
        self.its_own = its_own
        self._filler = home / "full"

    def fill(self) -> None:
        """Take all that is free at this moment."""
        with self._filler.open("ab", buffering=0) as filler:
            try:
                while self.its_own:
                    filler.write(bytes(4096))
            except OSError:
                return

    def make_room(self) -> None:
        self._filler.unlink()


@contextmanager
def engine_on_a_small_disk() -> Iterator[tuple[Engine, Disk]]:
    with engine_in_a_home() as engine:
        home = engine.home / "home"
        home.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE},mode=711", "amana", str(home)]
        if subprocess.run(mount, capture_output=True).returncode == 0:
            try:
                engine.start()
                yield engine, Disk(home, its_own=True)
            finally:
                engine.stop()
                subprocess.run(["umount", "--lazy", home], check=True)
            return
    with engine_in_a_home("tests.journeys.no_room") as engine:
        engine.start()
        yield engine, Disk(engine.home / "home", its_own=False)


def test_answers_wait_in_the_browser_and_arrive_when_there_is_room(tmp_path: Path) -> None:
    with engine_on_a_small_disk() as (engine, disk), browser_of("02-disk-full") as browser:
        key = fact(engine.amana("workspace", "create", "Lab"), "API key")
        with Client(engine.url, key) as lab:
            new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR", "annotations_needed": 1}
            project = lab.post("/api/client/projects", new)["project_id"]
            base, desk = f"/api/client/projects/{project}", f"/api/annotator/projects/{project}"
            file = tmp_path / "pairs.jsonl"
            file.write_bytes(json_lines([row(number) for number in range(TASKS)]))
            plan = lab.send_file(f"{base}/plans", file)
            lab.post(f"{base}/plans/{plan['plan_id']}/commit")
            lab.post(f"{base}/open")
            links = [lab.post(f"{base}/invitations", {"label": name})["link"] for name in ("Noor", "Omar")]
            omar = lab.redeem(links[1])
            noor = Person(*browser, "noor", DESKTOP)
            signed_in(noor, f"{engine.url}/link#{links[0]}")
            noor.page.goto(f"{engine.url}/desk/{project}")
            expect(noor.page.get_by_role("radio").first).to_be_attached()
            saved = noor.page.locator("[data-saved]")

            def noor_answers() -> None:
                noor.page.keyboard.press("Digit1")
                noor.page.keyboard.press("Enter")

            noor_answers()
            expect(saved).to_have_attribute("data-saved", "there")
            disk.fill()

            # Omar goes on by the API until the engine has no room for his answer either.
            arrived: dict[str, dict[str, Any]] = {}
            waiting: dict[str, Any] = {}
            said = ""
            while not said:
                disk.fill()
                waiting = {}
                try:
                    [task] = lab.post(f"{desk}/claim", {"want": 1}, session=omar)
                    waiting = {
                        "submit_id": str(uuid4()),
                        "assignment_id": task["assignment_id"],
                        "revision": task["revision"],
                        "active_ms": 900,
                        "answer": {"preference": 1},
                    }
                    arrived[waiting["submit_id"]] = lab.post(f"{desk}/submit", waiting, session=omar)
                except Refused as refused:
                    said = str(refused)
            assert "disk is full" in said or "can't reach its database" in said
            if disk.its_own:
                with pytest.raises(Refused, match=r"disk is full|can't reach its database"):
                    lab.send_file(f"{base}/plans", file)

            noor_answers()
            expect(saved).to_have_attribute("data-saved", "here")
            noor.page.wait_for_timeout(2_000)  # long enough to be tried again, more than once
            expect(saved).to_have_attribute("data-saved", "here")
            noor.picture("waits")
            disk.make_room()
            expect(saved).to_have_attribute("data-saved", "there", timeout=60_000)
            noor.picture("arrived")
            if waiting:  # it was the submit that found no room, and not the claim before it
                arrived[waiting["submit_id"]] = lab.post(f"{desk}/submit", waiting, session=omar)

            progress = lab.get(base)["progress"]
            rows = b"".join(lab.stream(f"{base}/annotations")).splitlines()
            assert progress["answered"] == len(rows) == len(arrived) + 2
            assert progress["pending_minor"] + progress["posted_minor"] == 12 * len(rows)
            assert noor.complaints == []
