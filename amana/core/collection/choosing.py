"""The next labels to ask for: of which task, from whom, or of none, because none is worth its price any more.

What a label is worth is what it is expected to say of the task's truth: the mutual information of truth and answer, as
D. V. Lindley: On a Measure of the Information Provided by an Experiment, Annals of Mathematical Statistics 27 (1956), 986–1005,
DOI 10.1214/aoms/1177728069 has it for any experiment. Annotators err together, so the next label of a task that was asked often
says less than the model has it: its worth is divided as evidence is (L. Kish's design effect, `core/inference/belief.py`). So a
task on which people will never agree ends as surely as one on which they did at once.

Whom to ask is the harder half. On public crowds a third of the labels reach what a majority of all reaches only where good people
are told from others early: by a pilot that many people answer, and by a model that asks for much evidence before it believes
anybody to be other than the crowd.
"""

from collections.abc import Sequence
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from amana.core.inference.belief import TOGETHER
from amana.core.inference.consensus import CONFUSION_CELLS_MAX, consensus
from amana.core.inference.crowd import Crowd, Floats, Ints
from amana.core.inference.gold import Gold
from amana.core.inference.pooled import pooled
from amana.model.projects import Project

POOLED_ROUNDS = 1  # more of them believe whom they chose
_CELLS_AT_ONCE = 10_000_000


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """How a project collects. Chosen on five public crowds; the same for all of them (`bench quality --only collection`).

    `worth_min`: nats; a label worth less is not asked for, once a task has `labels_min`. `explored`: of so many choices chance
    alone decides who is asked, so that nobody falls to nothing for a bad beginning. `clusters_min`: a task is asked of people of
    so many clusters (vendors, say), while any of them are free, because people of one cluster may err together.
    """

    pilot_share: float = 0.1
    pilot_tasks_min: int = 10
    pilot_labels: int = 5
    labels_min: int = 2
    labels_max: int = 100
    worth_min: float = 0.01
    explored: float = 0.1
    clusters_min: int = 1


def rule_of(project: Project) -> Rule | None:
    """By which rule the project collects; None: every task gets the same number of annotations."""
    if project.annotations_min is None:
        return None
    most = project.annotations_needed
    return Rule(labels_min=project.annotations_min, labels_max=most, pilot_labels=min(Rule().pilot_labels, most))


class Standing(msgspec.Struct, frozen=True):
    """What is known so far: posteriors (tasks, classes), labels a task, and everybody's confusion (annotators, truth, given), as
    probabilities; None where there are too many classes for anybody's, and then everybody counts the same."""

    posterior: Floats
    heard: NDArray[np.int64]
    confusion: Floats | None

    @classmethod
    def of(cls, crowd: Crowd, *, gold: Gold | None = None, posterior: Floats | None = None) -> Self:
        """From the labels collected; `posterior` if what they say of tasks is known. Raises TooManyClasses."""
        posterior = consensus(crowd, gold=gold).posterior if posterior is None else posterior
        heard = np.bincount(crowd.task, minlength=crowd.tasks)
        if crowd.annotators * crowd.classes**2 > CONFUSION_CELLS_MAX:
            return cls(posterior, heard, None)
        believed = pooled(crowd, gold=gold, rounds_max=POOLED_ROUNDS).log_confusion
        assert believed is not None
        return cls(posterior, heard, np.exp(believed))


class Candidates(msgspec.Struct, frozen=True):
    """Who could be asked which task now: one entry a pair, nobody for a task that they were asked already.

    `price`: one entry a pair, in any one unit; None: all cost the same. `cluster`: one entry an annotator, and `clusters_heard`,
    (tasks, clusters), who of them were asked; None: all are one.
    """

    task: Ints
    annotator: Ints
    price: Floats | None = None
    cluster: Ints | None = None
    clusters_heard: NDArray[np.bool_] | None = None

    def only(self, pairs: NDArray[np.int64]) -> "Candidates":
        """Those of these indices."""
        price = None if self.price is None else self.price[pairs]
        return Candidates(self.task[pairs], self.annotator[pairs], price, self.cluster, self.clusters_heard)


def pilot(tasks: int, rule: Rule, rng: np.random.Generator) -> Ints:
    """The tasks that get `pilot_labels` before anything is decided, ascending; all, if there are few."""
    size = min(tasks, max(rule.pilot_tasks_min, round(rule.pilot_share * tasks)))
    return np.sort(rng.permutation(tasks)[:size]).astype(np.int32)


def worth(standing: Standing, task: Ints, annotator: Ints) -> Floats:
    """What the next label is expected to say of each pair's task, in nats; 0 where there is one class.

    Where nobody's confusion is known, as if the answer were the truth.
    """
    said = np.empty(len(task))
    classes = standing.posterior.shape[1]
    at_once = max(1, _CELLS_AT_ONCE // (classes * classes))
    for first in range(0, len(task), at_once):
        some = slice(first, first + at_once)
        truth = standing.posterior[task[some]]
        if standing.confusion is None:
            said[some] = _entropy(truth)
            continue
        given = standing.confusion[annotator[some]]
        answer = np.matmul(truth[:, None, :], given)[:, 0]
        said[some] = _entropy(answer) - (truth * _entropy(given)).sum(axis=1)
    said = np.maximum(said, 0.0)
    together: Floats = said / (1 + TOGETHER * standing.heard[task])
    return together


def choose(
    standings: Sequence[Standing], candidates: Candidates, rule: Rule, rng: np.random.Generator, *, most: int | None = None
) -> NDArray[np.int64]:
    """Which of the pairs to ask, as indices, best first: at most one a task, and at most `most`.

    `standings`: one a question that tasks are asked; an answer to them all is worth their sum. First the tasks that nobody
    answered, then by worth for the price; a task with fewer than `labels_min` is asked however little its next label is worth,
    but where a budget ends before its turn comes, it keeps what it has. Empty when nothing is worth asking. The same arguments
    and generator give the same choice.
    """
    heard: NDArray[np.int64] = np.max([standing.heard for standing in standings], axis=0)
    asked = np.flatnonzero(heard[candidates.task] < rule.labels_max)
    wanted = _of_wanted_clusters(candidates, asked, rule)
    keep = wanted | ~np.isin(candidates.task[asked], candidates.task[asked[wanted]])
    asked, wanted = asked[keep], wanted[keep]
    if not len(asked):
        return asked
    task = candidates.task[asked]
    value: Floats = np.sum([worth(standing, task, candidates.annotator[asked]) for standing in standings], axis=0)
    for_price = value if candidates.price is None else value / candidates.price[asked]
    drawn = rng.random(len(task))
    # Chance decides for a task, not for a pair: else whoever has many pairs would be explored in place of whoever has few.
    by_chance = (rng.random(len(heard)) < rule.explored)[task]
    order = np.lexsort((drawn, -np.where(by_chance, 0.0, for_price), task))
    best = order[np.r_[True, np.diff(task[order]) > 0]]
    best = best[(heard[task[best]] < rule.labels_min) | wanted[best] | (value[best] >= rule.worth_min)]
    # Tasks that nobody answered come in any order: by worth, those that the best could do would come before anything is known.
    unheard = heard[task[best]] == 0
    best = best[np.lexsort((drawn[best], np.where(unheard, 0.0, -for_price[best]), ~unheard))]
    return asked[best[:most]]


def _of_wanted_clusters(candidates: Candidates, asked: NDArray[np.int64], rule: Rule) -> NDArray[np.bool_]:
    """Which of `asked` would bring a task that was asked of too few clusters somebody of a new one."""
    if candidates.cluster is None or candidates.clusters_heard is None:
        return np.zeros(len(asked), dtype=np.bool_)
    task = candidates.task[asked]
    known = candidates.clusters_heard[task, candidates.cluster[candidates.annotator[asked]]]
    wanted: NDArray[np.bool_] = ~known & (candidates.clusters_heard.sum(axis=1) < rule.clusters_min)[task]
    return wanted


def _entropy(shares: Floats) -> Floats:
    """Of the last axis, in nats."""
    entropy: Floats = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=-1)
    return entropy
