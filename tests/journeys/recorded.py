"""A recorded crowd that classifies, through HTTP alone: asked the pilot, then in rounds among those whose answer was recorded."""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import httpx

from tests.journeys.engine import Engine

WAIT_SECONDS_MAX = 60


class Recorded:
    """People by the names they were recorded under; tasks by their item ids; `said`: of each item, who said which class, as its number."""

    def __init__(self, client: httpx.Client, project: str, said: Mapping[str, Mapping[str, str]]) -> None:
        self._client = client
        self._project = f"/api/client/projects/{project}"
        self._desk = f"/api/annotator/projects/{project}"
        self._id = project
        self._said = said
        self.answered: dict[str, dict[str, str]] = defaultdict(dict)
        self._task_of = {task["item_id"]: task["task_id"] for task in self._tasks()}
        self._item_of = {task: item for item, task in self._task_of.items()}
        names = sorted({name for people in said.values() for name in people})
        self._pseudonym: dict[str, str] = {}
        self._people: dict[str, httpx.Client] = {}
        for name in names:
            invited = self._post("/invitations", {"label": name})
            person = httpx.Client(base_url=client.base_url, timeout=60)
            entered = person.post("/api/session", json={"link": invited["link"]})
            assert entered.status_code == 201, entered.text
            self._pseudonym[name], self._people[name] = invited["pseudonym"], person

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for person in self._people.values():
            person.close()

    def answers_the_pilot(self) -> None:
        """Everybody who was recorded on a task of the pilot is meant it; it needs no more than were recorded."""
        meant: dict[str, list[str]] = defaultdict(list)
        pilot = [task for task in self._tasks() if task["needed"]]
        for task in pilot:
            recorded = len(self._said[task["item_id"]])
            if recorded < task["needed"]:
                self._put("/needed", {"needed": recorded, "task_ids": [task["task_id"]]})
            for name in self._said[task["item_id"]]:
                meant[name].append(task["task_id"])
        for name, tasks in meant.items():
            self._post("/directions", {"pseudonym": self._pseudonym[name], "task_ids": tasks})
        self._work()

    def plan_by_the_pilot(self) -> dict[str, float]:
        """What the engine foresees, as soon as its sweep has seen the pilot."""
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while (foreseen := self._get("/plan")["foreseen"]) is None:
            assert time.monotonic() < deadline, "nothing was foreseen"
            time.sleep(0.5)
        return dict(foreseen)

    def answers_in_rounds(self) -> None:
        """Until no answer that was recorded is worth asking for; then every task is settled with what it has."""
        while True:
            named = [
                {
                    "task_id": self._task_of[item],
                    "pseudonyms": [self._pseudonym[name] for name in people if name not in self.answered[item]],
                }
                for item, people in self._said.items()
            ]
            done = self._post("/rounds", {"candidates": [one for one in named if one["pseudonyms"]]})
            self._work()
            if not done["asked"] and not done["done"]:
                break
        left = [task["task_id"] for task in self._tasks() if task["state"] == "open"]
        for first in range(0, len(left), 500):
            self._put("/needed", {"needed": 1, "task_ids": left[first : first + 500]})
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while (progress := self._get("")["progress"])["settled"] < progress["tasks"]:
            assert time.monotonic() < deadline, progress
            time.sleep(0.2)

    def delivered(self, engine: Engine, key: str, folder: Path) -> dict[str, str]:
        """The label of each item in a delivery."""
        engine.amana("deliver", "--project", self._id, "--out", str(folder), key=key)
        rows = [json.loads(line) for line in (folder / "tasks.jsonl").read_text().splitlines()]
        return {row["item_id"]: row["estimates"]["label"]["label"] for row in rows}

    def _work(self) -> None:
        """Everybody answers all they are given, as they did."""
        for name, person in self._people.items():
            while held := person.post(f"{self._desk}/claim", json={"want": 24}).json():
                for task in held:
                    item = _text(task["form"]).partition(" of ")[0]
                    self.answered[item][name] = label = self._said[item][name]
                    sent = {
                        "submit_id": str(uuid4()),
                        "assignment_id": task["assignment_id"],
                        "revision": task["revision"],
                        "answer": {"label": int(label)},
                        "active_ms": 4000,
                    }
                    answered = person.post(f"{self._desk}/submit", json=sent)
                    assert answered.status_code == 200, answered.text

    def _tasks(self) -> Iterable[dict[str, Any]]:
        after, tasks = "", []
        while True:
            page = self._get(f"/tasks?limit=500{after}")
            tasks += page["tasks"]
            if page["next_after"] is None:
                return tasks
            after = f"&after={page['next_after']}"

    def _get(self, path: str) -> Any:
        return self._checked(self._client.get(f"{self._project}{path}"))

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._checked(self._client.post(f"{self._project}{path}", json=body))

    def _put(self, path: str, body: dict[str, Any]) -> Any:
        return self._checked(self._client.put(f"{self._project}{path}", json=body))

    @staticmethod
    def _checked(response: httpx.Response) -> Any:
        assert response.status_code < 300, response.text
        return response.json()


def _text(form: dict[str, Any]) -> str:
    """What is classified."""
    [text] = [element["text"] for element in form["elements"] if element["element"] == "text"]
    return str(text)
