"""What a delivery states of itself, computed from its rows; the same code states it and checks it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from amana.core.inference.agreement import Coefficient, gwet, krippendorff
from amana.core.inference.crowd import Crowd
from amana.core.inference.kappa import PairwiseKappa, light
from amana.core.quality.calibration import Calibration
from amana.model.deliveries import ANNOTATIONS, ERRATA, TASKS, Manifest

FORMAT = "amana-delivery/1"
_TOLERANCE = 1e-9


class Vote(msgspec.Struct, frozen=True):
    """One annotation's class for one question, by name; what agreement is computed from."""

    task_id: UUID
    annotator: UUID
    klass: str


def agreement(classes: Sequence[str], votes: Sequence[Vote]) -> Coefficient:
    """Krippendorff's alpha of the votes. The bootstrap is seeded by their number: the same rows give the same interval."""
    return krippendorff(_crowd(classes, votes), np.random.default_rng(len(votes)))


def chance_free_agreement(classes: Sequence[str], votes: Sequence[Vote]) -> Coefficient:
    """Gwet's AC1 of the votes, its bootstrap seeded the same."""
    return gwet(_crowd(classes, votes), np.random.default_rng(len(votes)))


def pairwise_agreement(classes: Sequence[str], votes: Sequence[Vote]) -> PairwiseKappa:
    """The mean of Cohen's kappa over pairs of people, its bootstrap seeded the same."""
    return light(_crowd(classes, votes), np.random.default_rng(len(votes)))


def _crowd(classes: Sequence[str], votes: Sequence[Vote]) -> Crowd:
    tasks = {task: number for number, task in enumerate(sorted({vote.task_id for vote in votes}))}
    people = {person: number for number, person in enumerate(sorted({vote.annotator for vote in votes}))}
    triples = [(tasks[vote.task_id], people[vote.annotator], classes.index(vote.klass)) for vote in votes]
    return Crowd.of(triples, len(tasks), len(people), len(classes))


def complaints_of_probabilities(manifest: Manifest, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Questions whose probabilities are not what the manifest's calibration makes of the models' posteriors."""
    maps = {
        one.name: Calibration(one.calibration.slope, one.calibration.shift, one.calibration.gold, one.calibration.pooled)
        for one in manifest.questions
        if one.calibration
    }
    wrong: dict[str, str] = {}
    for row in rows:
        for name, estimate in row["estimates"].items():
            if name in maps and name not in wrong:
                posterior = estimate["model_posterior"]
                made = float(maps[name].probability(posterior[estimate["label"]]))
                best = posterior[estimate["label"]] >= max(posterior.values())
                if not best or abs(made - estimate["probability"]) > _TOLERANCE or estimate["standing"] != maps[name].standing:
                    wrong[name] = f"label or probability of {name!r} of task {row['task_id']} is not as its posterior has it"
    return list(wrong.values())


def complaints_of_errata(rows: Iterable[Mapping[str, Any]], errata: Iterable[Mapping[str, Any]]) -> list[str]:
    """Recalled labels that the delivered rows don't bear out: `now` is what is delivered, None what is not delivered any more."""
    recalled = {(one["task_id"], one["question"]): one for one in errata}
    now: dict[tuple[str, str], str] = {}
    for row in rows if recalled else ():
        of_row = {(row["task_id"], name): estimate["label"] for name, estimate in row["estimates"].items()}
        now |= {key: label for key, label in of_row.items() if key in recalled}
    return [
        f"{ERRATA} recalls {name!r} of task {task_id} as {TASKS} does not bear it out"
        for (task_id, name), one in recalled.items()
        if one["now"] != now.get((task_id, name)) or one["was"] == one["now"]
    ]


class Found(msgspec.Struct, frozen=True):
    """A file as it was found: its size and SHA-256 in hex."""

    bytes: int
    sha256: str


def complaints_of_files(manifest: Manifest, found: Mapping[str, Found]) -> list[str]:
    """What does not fit between the manifest and the files, each complaint naming the file."""
    complaints = []
    listed = {file.name: file for file in manifest.files}
    for name, file in listed.items():
        if name not in found:
            complaints.append(f"{name} is missing")
        elif found[name].sha256 != file.sha256:
            complaints.append(f"{name} was changed: its SHA-256 is {found[name].sha256}, signed was {file.sha256}")
    complaints += [f"{name} is not part of this delivery" for name in found if name not in listed]
    return complaints


def complaints_of_figures(manifest: Manifest, tasks: int, annotations: Iterable[Mapping[str, Any]]) -> list[str]:
    """Figures of the manifest that the delivered rows don't bear out."""
    rows = list(annotations)
    complaints = []
    if tasks != manifest.tasks:
        complaints.append(f"{TASKS} holds {tasks} tasks, the manifest says {manifest.tasks}")
    if len(rows) != manifest.annotations:
        complaints.append(f"{ANNOTATIONS} holds {len(rows)} annotations, the manifest says {manifest.annotations}")
    for question in manifest.questions:
        votes = [
            Vote(UUID(row["task_id"]), UUID(row["annotator"]), row["votes"][question.name])
            for row in rows
            if question.name in row["votes"]
        ]
        alpha = agreement(question.classes, votes)
        for name, stated, recomputed in (
            ("alpha_tasks", question.alpha_tasks, alpha.tasks),
            ("alpha", question.alpha, alpha.value),
            ("alpha_low", question.alpha_low, alpha.low),
            ("alpha_high", question.alpha_high, alpha.high),
        ):
            if (stated is None) != (recomputed is None) or abs((stated or 0.0) - (recomputed or 0.0)) > _TOLERANCE:
                complaints.append(f"{name} of {question.name!r} is {recomputed} from the rows, the manifest says {stated}")
    return complaints
