"""The bias sheet of a delivery of preferences, from its rows: two responses each, as they lie in the payload."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from amana.core.quality.bias import LEFT, RIGHT, TIE, BiasSheet, Judgements, bias_sheet
from amana.core.quality.formatting import MARKS, marks_of

QUESTION = "preference"
_SIDES = {"first": LEFT, "tie": TIE, "second": RIGHT}


class _Judged(msgspec.Struct, frozen=True):
    task: int
    annotator: UUID
    preferred: int  # as it was shown
    exchanged: bool
    at: str
    seconds: float


class Preferences:
    """Collects rows as they are written, or read again. Rows that are no comparison of two texts are passed over."""

    def __init__(self) -> None:
        self._tasks: dict[UUID, int] = {}
        self._length: list[tuple[float, float]] = []
        self._marks: dict[str, list[tuple[float, float]]] = {mark: [] for mark in MARKS}
        self._judged: list[_Judged] = []

    def task(self, task_id: UUID, payload: object) -> None:
        """A row of the tasks, before those of its annotations."""
        texts = _two_texts(payload)
        if texts is None:
            return
        self._tasks[task_id] = len(self._tasks)
        self._length.append((float(len(texts[0])), float(len(texts[1]))))
        first, second = (marks_of(text) for text in texts)
        for mark, of_tasks in self._marks.items():
            of_tasks.append((first[mark], second[mark]))

    def annotation(
        self, task_id: UUID, annotator: UUID, votes: Mapping[str, str], shown_order: Sequence[int], at: str, active_ms: int
    ) -> None:
        """`at`: when it was submitted, in ISO 8601 with the zone; `shown_order`: which response was shown at each place."""
        task, vote = self._tasks.get(task_id), _SIDES.get(votes.get(QUESTION, ""))
        if task is None or vote is None or sorted(shown_order) != [0, 1]:
            return
        exchanged = list(shown_order) == [1, 0]
        shown = RIGHT - vote if exchanged else vote
        # Nothing was measured where it says nought.
        self._judged.append(_Judged(task, annotator, shown, exchanged, at, active_ms / 1000 if active_ms else float("nan")))

    def sheet(self) -> BiasSheet | None:
        """None where nothing was a comparison of two texts."""
        if not self._judged:
            return None
        rows = sorted(self._judged, key=lambda row: (row.annotator, row.at, row.task))
        people = {annotator: number for number, annotator in enumerate(sorted({row.annotator for row in rows}))}
        places: dict[UUID, int] = defaultdict(int)
        place = []
        for row in rows:
            place.append(places[row.annotator])
            places[row.annotator] += 1
        judgements = Judgements.of_columns(
            [row.task for row in rows],
            [people[row.annotator] for row in rows],
            [row.preferred for row in rows],
            len(self._tasks),
            len(people),
            exchanged=[row.exchanged for row in rows],
            place=place,
            seconds=[row.seconds for row in rows],
        )
        marks = {mark: np.array(of_tasks) for mark, of_tasks in self._marks.items()}
        return bias_sheet(judgements, np.array(self._length), marks)


def _two_texts(payload: object) -> tuple[str, str] | None:
    """The two responses of a comparison where each is a text: alone, or as the parts of one."""
    responses = payload.get("responses") if isinstance(payload, dict) else None
    if not isinstance(responses, list) or len(responses) != 2:
        return None
    first, second = (_text(response) for response in responses)
    return None if first is None or second is None else (first, second)


def _text(response: Any) -> str | None:
    if isinstance(response, str):
        return response
    if isinstance(response, list) and all(isinstance(part, dict) and isinstance(part.get("text"), str) for part in response):
        return "".join(part["text"] for part in response)
    return None
