"""Public crowds as they lie in a folder: NAME/labels.csv.gz (task, worker, label) and NAME/truth.csv.gz (task, label)."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.crowd import Crowd, Floats

CLASSES_MAX = 50  # more different labels than that are numbers or texts
_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "crowd"
_asked_for: list[Path] = []


class Known(msgspec.Struct, frozen=True):
    """A crowd with truth. `truth` is one entry a task: its class, or -1 where it is not known. Names are in the numbers' order."""

    name: str
    crowd: Crowd
    truth: NDArray[np.int64]
    tasks: tuple[str, ...]
    annotators: tuple[str, ...]
    classes: tuple[str, ...]


def look_in(folder: Path) -> None:
    """The sets are in `folder`."""
    _asked_for[:] = [folder]


def folder() -> Path:
    return _asked_for[0] if _asked_for else _BESIDE


def categorical(data: Path) -> list[Known]:
    """Every set of `data` with classes and a truth, in the order of names. Raises FileNotFoundError where there is none."""
    found = list(_categorical(data))
    if not found:
        raise FileNotFoundError(f"{data} has no set with labels.csv.gz, truth.csv.gz and at most {CLASSES_MAX} classes")
    return found


def _categorical(data: Path) -> Iterator[Known]:
    for folder in sorted(data.iterdir()) if data.is_dir() else ():
        if not ((folder / "labels.csv.gz").exists() and (folder / "truth.csv.gz").exists()):
            continue
        rows, truth = _rows(folder / "labels.csv.gz"), _rows(folder / "truth.csv.gz")
        if rows and truth and {"task", "worker", "label"} <= rows[0].keys() and {"task", "label"} <= truth[0].keys():
            classes = sorted({row["label"] for row in rows} | {row["label"] for row in truth})
            if len(classes) <= CLASSES_MAX:
                yield _known(folder.name, rows, truth, classes)


def _known(name: str, rows: list[dict[str, str]], truth: list[dict[str, str]], classes: list[str]) -> Known:
    """Of somebody's several answers to a task the last counts."""
    tasks, annotators = (tuple(sorted({row[column] for row in rows})) for column in ("task", "worker"))
    number = [{value: at for at, value in enumerate(column)} for column in (tasks, annotators, classes)]
    last = {(number[0][row["task"]], number[1][row["worker"]]): number[2][row["label"]] for row in rows}
    crowd = Crowd.of([(task, who, klass) for (task, who), klass in last.items()], len(tasks), len(annotators), len(classes))
    known = np.full(len(tasks), -1)
    for row in truth:
        if row["task"] in number[0]:
            known[number[0][row["task"]]] = number[2][row["label"]]
    return Known(name, crowd, known, tasks, annotators, tuple(classes))


def _rows(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", newline="") as opened:
        return list(csv.DictReader(opened))


def accuracy(posterior: Floats, truth: NDArray[np.int64]) -> float:
    """Percent of the tasks with truth whose most believed class it is, ties as random draws would settle them on the mean."""
    known = np.flatnonzero(truth >= 0)
    some = posterior[known]
    top = np.isclose(some, some.max(axis=1, keepdims=True), rtol=0, atol=1e-6)
    return 100 * float((top[np.arange(len(known)), truth[known]] / top.sum(axis=1)).mean())
