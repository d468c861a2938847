"""Bringing a recorded crowd back: each recorded person is invited, comes in by their link, is meant their recorded tasks,
claims and submits, all through the public HTTP API and no other way.

It is how a demo, a benchmark or a simulation gets real people's answers. A random claim could not do it: the chance that a
person has an answer to the task they are handed is 0.018 in the set that ships with the demo.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from amana.client import Client, Refused
from amana.model.imports import Mapping
from amana.tasktypes import comparison
from amana.tasktypes.base import RowRefused

TASKS_A_PAGE = 500
LOG_ROWS_A_PAGE = 500
CLAIM_MAX = 24
DIRECTED_AT_ONCE = 1000
HOLD_SECONDS = 7 * 86_400  # a demo left alone for a week gives its recorded places to whoever comes

_OPTIONS = comparison.ComparisonOptions()
_CLASSES = {"a": 0, "equal": 1, "tie": 1, "b": 2}


class Answer(msgspec.Struct, frozen=True):
    """A recorded answer. `preference`: the class in the file's own order, 0 for its first response."""

    item_id: str
    annotator_id: str
    preference: int
    reason: str
    active_ms: int


class Recording(msgspec.Struct, frozen=True):
    """Comparisons by their item ids, and who answered what."""

    items: dict[str, comparison.Comparison]
    answers: tuple[Answer, ...]

    @classmethod
    def read(cls, items: Path, annotations: Path, mapping: Mapping | None = None) -> "Recording":
        """`items`: what was imported, with its `item_id`; `annotations`: `item_id`, `annotator_id`, `label` (a, equal, b).

        `mapping`: as the file was imported, None for the guess. Raises Refused, naming the file and the row.
        """
        return cls(_read_items(items, mapping), tuple(_read_answers(annotations)))


class Replay:
    """A recorded crowd at the tasks of one project. Making it invites and directs; `answers` submits, one at a time."""

    def __init__(self, client: Client, project_id: str, recording: Recording) -> None:
        """Raises Refused, in the engine's words, or if the project has none of the recorded items."""
        self._client = client
        self._project = f"/api/client/projects/{project_id}"
        self._desk = f"/api/annotator/projects/{project_id}"
        self._items = recording.items
        task_type = client.get(self._project)["project"]["task_type"]
        if task_type != comparison.COMPARISON.name:
            raise Refused(f"A recorded crowd answers comparisons; this project's type is {task_type}.")
        task_of = dict(self._tasks())
        self._item_of = {task_id: item_id for item_id, task_id in task_of.items()}
        self._meant: dict[str, dict[str, Answer]] = defaultdict(dict)
        for answer in recording.answers:
            if answer.item_id in task_of:
                self._meant[answer.annotator_id][answer.item_id] = answer
        if not self._meant:
            raise Refused("The project has none of the recorded items. Import their file first, with its item_id column.")
        self._sessions = {
            annotator_id: self._bring(annotator_id, [task_of[item_id] for item_id in meant])
            for annotator_id, meant in self._meant.items()
        }

    def answers(self) -> Iterator[None]:
        """Submit the recorded answers; each step is one. People take turns, as they did. What is not submitted stays meant."""
        working = [self._work(annotator_id, meant) for annotator_id, meant in self._meant.items()]
        while working:
            for one in list(working):
                try:
                    yield next(one)
                except StopIteration:
                    working.remove(one)

    def _tasks(self) -> Iterator[tuple[str, str]]:
        after = ""
        while True:
            page = self._client.get(f"{self._project}/tasks?limit={TASKS_A_PAGE}{after}")
            for task in page["tasks"]:
                yield task["item_id"], task["task_id"]
            if page["next_after"] is None:
                return
            after = f"&after={page['next_after']}"

    def _bring(self, annotator_id: str, task_ids: list[str]) -> str:
        """Invite somebody, open their link, mean their tasks for them; their session."""
        invited = self._client.post(f"{self._project}/invitations", {"label": annotator_id})
        for start in range(0, len(task_ids), DIRECTED_AT_ONCE):
            meant = task_ids[start : start + DIRECTED_AT_ONCE]
            body = {"pseudonym": invited["pseudonym"], "task_ids": meant, "hold_seconds": HOLD_SECONDS}
            self._client.post(f"{self._project}/directions", body)
        return self._client.redeem(invited["link"])

    def _work(self, annotator_id: str, meant: dict[str, Answer]) -> Iterator[None]:
        session, left = self._sessions[annotator_id], dict(meant)
        while left:
            order = {"want": min(CLAIM_MAX, len(left))}
            held = self._client.post(f"{self._desk}/claim", order, session=session)
            item_of = self._items_of([task["assignment_id"] for task in held])
            ours = [(task, item_of[task["assignment_id"]]) for task in held if item_of.get(task["assignment_id"]) in left]
            if not ours:
                return  # what could not be meant for them went to somebody else
            for task, item_id in ours:
                self._submit(session, task, left.pop(item_id))
                yield

    def _items_of(self, assignments: list[str]) -> dict[str, str]:
        """Which items were given out. Annotators are told no task's id; the client reads it in the access log, newest first."""
        missing, found, before = set(assignments), {}, ""
        while missing:
            path = f"/api/client/access-log/page?kind=released&limit={LOG_ROWS_A_PAGE}{before}"
            rows = self._client.get(path)["rows"]
            for row in rows:
                if row["assignment_id"] in missing:
                    missing.remove(row["assignment_id"])
                    found[row["assignment_id"]] = self._item_of.get(row["task_id"], "")
            if not rows:
                break
            before = f"&before={rows[-1]['seq']}"
        return found

    def _submit(self, session: str, task: dict[str, Any], answer: Answer) -> None:
        """Answer as recorded, translated into the order in which this person sees the responses."""
        [choice] = [element for element in task["form"]["elements"] if element["element"] == "choice"]
        as_filed = tuple(_panels(task["form"])) == self._items[answer.item_id].responses
        shown = answer.preference if as_filed else len(choice["options"]) - 1 - answer.preference
        self._client.post(f"{self._desk}/shown", {"assignment_id": task["assignment_id"]}, session=session)
        body = {
            "submit_id": str(uuid4()),
            "assignment_id": task["assignment_id"],
            "revision": task["revision"],
            "answer": {"preference": shown, "reason": answer.reason},
            "active_ms": answer.active_ms,
        }
        self._client.post(f"{self._desk}/submit", body, session=session)


def _panels(form: dict[str, Any]) -> list[str]:
    [panels] = [element["items"] for element in form["elements"] if element["element"] == "panels"]
    return ["".join(part["text"] for part in parts) for parts in panels]


def _read_items(path: Path, mapping: Mapping | None) -> dict[str, comparison.Comparison]:
    items: dict[str, comparison.Comparison] = {}
    for number, row in _rows(path):
        mapping = mapping or comparison.guess(tuple(row), _OPTIONS)
        try:
            payload = comparison.read(row, mapping, _OPTIONS)
            item_id = str(row[mapping.fields["item_id"][0]])
        except (KeyError, RowRefused) as error:
            raise Refused(f"{path.name}, row {number}: {error}") from None
        items[item_id] = payload
    return items


def _read_answers(path: Path) -> Iterator[Answer]:
    for number, row in _rows(path):
        try:
            active_ms = int(float(row.get("seconds_per_pair") or 0) * 1000)
            preference = _CLASSES[row["label"]]
            yield Answer(str(row["item_id"]), str(row["annotator_id"]), preference, row.get("reason") or "", active_ms)
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(
                f"{path.name}, row {number}: {error}. A row has item_id, annotator_id and label (a, equal, b)."
            ) from None


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            yield number, msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise Refused(f"{path.name}, row {number}: {error}") from None
