"""The bias sheet out of delivered rows."""

from typing import TypeAlias
from uuid import UUID

import numpy as np

from amana.core.quality.preferences import Preferences

TASKS, PEOPLE = 60, 10
Answer: TypeAlias = tuple[UUID, UUID, dict[str, str], tuple[int, ...], str, int]


def rows(seed: int = 1) -> list[Answer]:
    """Everybody prefers the side shown left four times in five, whichever response that is."""
    rng = np.random.default_rng(seed)
    made: list[Answer] = []
    for person in range(PEOPLE):
        for task in range(TASKS):
            exchanged = bool(rng.random() < 0.5)
            left = bool(rng.random() < 0.8)
            vote = "first" if left != exchanged else "second"
            order = (1, 0) if exchanged else (0, 1)
            at = f"2026-11-23T{person:02}:{task:02}:00.000000+00:00"
            made.append((UUID(int=task + 1), UUID(int=1000 + person), {"preference": vote}, order, at, 900))
    return made


def collected(answers: list[Answer], payload: object = None) -> Preferences:
    found = Preferences()
    for task in range(TASKS):
        found.task(UUID(int=task + 1), payload or {"prompt": "p", "responses": [f"one {task}", [{"text": f"another {task}"}]]})
    for answer in answers:
        found.annotation(*answer)
    return found


def test_who_prefers_what_is_shown_left_is_seen_to() -> None:
    sheet = collected(rows()).sheet()
    assert sheet is not None
    assert sheet.position.judgements == TASKS * PEOPLE
    assert sheet.position.low is not None
    assert 0.6 < sheet.position.low < 0.8 < (sheet.position.high or 0)


def test_the_order_of_the_rows_does_not_matter() -> None:
    answers = rows()
    assert collected(answers).sheet() == collected(answers[::-1]).sheet()


def test_what_is_no_comparison_of_two_texts_has_no_sheet() -> None:
    for payload in ({"text": "x"}, {"responses": ["a", "b", "c"]}, {"responses": ["a", [{"file": "x.png"}]]}, ["a", "b"]):
        assert collected(rows(), payload).sheet() is None
    assert collected([(*row[:2], {"other": "first"}, *row[3:]) for row in rows()]).sheet() is None
