"""The certificate of a delivery: what is claimed of its labels, on what grounds, what is not. One code states and checks it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import numpy as np

from amana.core.delivery import Vote, chance_free_agreement, pairwise_agreement
from amana.core.quality import stopping
from amana.core.quality.accuracy import Claim
from amana.core.quality.audit import CONFIDENCE, Draw, Part, Plan, certify, certify_parts
from amana.core.quality.bias import BiasSheet
from amana.core.quality.law import Rules, Stratum
from amana.core.quality.preferences import Preferences
from amana.core.quality.stopping import Rule, Stop
from amana.model.deliveries import ANNOTATIONS, AUDITS, CERTIFICATE, TASKS, DeliveredQuestion

FORMAT = "amana-certificate/3"
WITHOUT_KAPPA = "amana-certificate/2"
WITHOUT_LABELS = "amana-certificate/1"  # before there were claims by label, and AC1
BY_HAND = "{method}; ended by hand, widened by Bonferroni over the {looks} looks at which it could have been"
GONE = "an audited task is no longer part of the delivery, so nothing is claimed"
# Another default is another format: by which rules a claim is checked is nobody's choice.
RULES = {FORMAT: Rules(), WITHOUT_KAPPA: Rules(), WITHOUT_LABELS: Rules()}
_TOLERANCE = 1e-9

NOT_CLAIMED = (
    "The model's posteriors in tasks.jsonl are evidence, not probabilities of truth.",
    "Agreement says how alike people answer, not whether they are right.",
    "Without an audit that ended nothing is claimed of accuracy.",
)


class CertifiedAudit(msgspec.Struct, frozen=True, kw_only=True):
    """An audit that ended. `speaks_for` tasks were settled when it was drawn; the delivery may have more.

    `strata` have the draws that were planned; which of them were judged is in the file of audits. `expected` and `width_max` are
    the plan's. `by_label`: the same claim for the tasks that were delivered with each label, where enough of them were judged;
    all of these hold together with their confidence.
    """

    audit_id: UUID
    question: str
    begun_at: datetime
    ended_at: datetime
    speaks_for: int
    expected: float
    width_max: float | None
    strata: tuple[Stratum, ...]
    rules: Rules
    claim: Claim
    by_label: dict[str, Claim] = {}


class CertifiedQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """How often each class is the label of a delivered task, and how alike people answered: alpha as the manifest has it and
    Gwet's AC1 over the same tasks, and the mean of Cohen's kappa over `kappa_pairs` pairs of people who share enough tasks."""

    name: str
    labels: dict[str, int]
    alpha: float | None
    alpha_low: float | None
    alpha_high: float | None
    alpha_tasks: int
    ac1: float | None = None
    ac1_low: float | None = None
    ac1_high: float | None = None
    kappa: float | None = None
    kappa_low: float | None = None
    kappa_high: float | None = None
    kappa_pairs: int = 0


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What is signed with the manifest, which holds this file's hash. `guideline_versions`: annotations made under each.

    `bias`: of preferences between two texts, else None.
    """

    format: str
    delivery_id: UUID
    project_id: UUID
    task_type: str
    created_at: datetime
    tasks: int
    annotations: int
    annotators: int
    guideline_versions: dict[str, int]
    model: str
    questions: tuple[CertifiedQuestion, ...]
    audits: tuple[CertifiedAudit, ...]
    bias: BiasSheet | None
    not_claimed: tuple[str, ...] = NOT_CLAIMED


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """A draw of an audit, as it is delivered. `judged`: its answer is one that the claim may rest on, in the order of `place`.

    `expert_label` is None where it was not judged, or where nobody could.
    """

    audit_id: UUID
    place: int
    task_id: UUID
    stratum: int
    confidence: float
    judged: bool
    expert: UUID | None
    expert_label: str | None
    answered_at: datetime | None


def claim_of(plan: Plan, width_max: float | None, right: Sequence[bool], *, ended: bool) -> Claim:
    """What these answers, in the order of the plan's draws, let one claim of the labels.

    An audit that its own rule ended pays for its looks by that rule. One that somebody ended by hand may have been ended because
    its figure was a good one: it claims what stood at the last look at which it could have been, widened by Bonferroni over all.
    """
    return _looked(plan, width_max, right)[0] if ended else certify(plan, right)


def claims_by_label(
    plan: Plan, width_max: float | None, right: Sequence[bool], drawn: Sequence[str], delivered: Mapping[str, int]
) -> dict[str, Claim]:
    """What the answers that an ended audit's claim rests on let one claim of the tasks of each label.

    `drawn`: the delivered label of each answered draw; `delivered`: how many tasks have each label. They pay for looks as the
    claim itself does, and for being several by Bonferroni.
    """
    claim, each = _looked(plan, width_max, right)
    label = np.array(drawn[: claim.audited], dtype=object)
    parts = {name: Part(tasks, np.asarray(label == name, dtype=np.bool_)) for name, tasks in delivered.items()}
    claims = certify_parts(plan, right[: claim.audited], parts, confidence=each)
    return {name: msgspec.structs.replace(part, confidence=CONFIDENCE) for name, part in claims.items()}


def _looked(plan: Plan, width_max: float | None, right: Sequence[bool]) -> tuple[Claim, float]:
    """The claim at the look at which the audit ended, and the confidence that each look was taken with."""
    decision = stopping.decide(plan, right, rule_of(plan, width_max)) if right else None
    if isinstance(decision, Stop):
        return decision.claim, stopping.looking(CONFIDENCE)
    looks = Rule.of(plan, 1.0).looks
    judged = max((look for look in looks if look <= len(right)), default=0)
    each = 1 - (1 - CONFIDENCE) / len(looks)
    claim = certify(plan, right[:judged], confidence=each)
    method = BY_HAND.format(method=claim.method, looks=len(looks)) if judged else claim.method
    return msgspec.structs.replace(claim, confidence=CONFIDENCE, method=method), each


def rule_of(plan: Plan, width_max: float | None) -> Rule:
    """When the audit ends by itself: narrow enough at a look, or, where no width was said, when everything was judged."""
    most = len(plan.draws)
    return Rule(1.0, (most,)) if width_max is None else Rule.of(plan, width_max)


def certified(audit: CertifiedAudit, rows: Sequence[AuditRow], labels: Mapping[UUID, str]) -> CertifiedAudit:
    """An ended audit with the claims that its delivered draws, in their order, and the delivered label of each task bear out."""
    judged = [row for row in rows if row.judged]
    draws = tuple(Draw(row.place, row.stratum) for row in rows)
    plan = Plan(tasks=audit.speaks_for, expected=audit.expected, strata=audit.strata, draws=draws, rules=audit.rules)
    if any(row.task_id not in labels for row in judged):
        nothing = msgspec.structs.replace(certify(plan, ()), method=GONE, why_not=GONE)
        return msgspec.structs.replace(audit, claim=nothing, by_label={})
    drawn = [labels[row.task_id] for row in judged]
    right = [row.expert_label == label for row, label in zip(judged, drawn, strict=True)]
    return msgspec.structs.replace(
        audit,
        claim=claim_of(plan, audit.width_max, right, ended=True),
        by_label=claims_by_label(plan, audit.width_max, right, drawn, dict(sorted(Counter(labels.values()).items()))),
    )


def figures(
    questions: Sequence[DeliveredQuestion], tasks: Iterable[Mapping[str, Any]], annotations: Iterable[Mapping[str, Any]]
) -> "Figures":
    """What is counted of delivered rows. Each is read once."""
    counted = Figures([question.name for question in questions])
    for row in tasks:
        labels = {name: estimate["label"] for name, estimate in row["estimates"].items()}
        counted.task(UUID(row["task_id"]), labels, row["payload"])
    for row in annotations:
        counted.annotation(msgspec.convert(row, CountedAnnotation))
    return counted


class CountedAnnotation(msgspec.Struct, frozen=True):
    """What is counted of a delivered annotation."""

    task_id: UUID
    annotator: UUID
    votes: dict[str, str]
    shown_order: tuple[int, ...]
    guideline_version: int
    active_ms: int
    submitted_at: datetime


class Figures:
    """Counts of rows as they are written, or read again."""

    def __init__(self, questions: Sequence[str]) -> None:
        """Of the questions by name."""
        self.labels: dict[str, Counter[str]] = {name: Counter() for name in questions}
        self.of_task: dict[str, dict[UUID, str]] = {name: {} for name in questions}
        self.votes: dict[str, list[Vote]] = {name: [] for name in questions}
        self.versions: Counter[str] = Counter()
        self.preferences = Preferences()
        self.people: set[UUID] = set()
        self.tasks = 0
        self.annotations = 0

    def task(self, task_id: UUID, labels: Mapping[str, str], payload: object) -> None:
        self.tasks += 1
        self.preferences.task(task_id, payload)
        for name, label in labels.items():
            self.labels[name][label] += 1
            self.of_task[name][task_id] = label

    def annotation(self, row: "CountedAnnotation") -> None:
        """After its task."""
        self.annotations += 1
        self.people.add(row.annotator)
        for name, klass in row.votes.items():
            self.votes[name].append(Vote(row.task_id, row.annotator, klass))
        self.versions[str(row.guideline_version)] += 1
        at = row.submitted_at.astimezone(UTC).isoformat()
        self.preferences.annotation(row.task_id, row.annotator, row.votes, row.shown_order, at, row.active_ms)

    def questions(self, delivered: Sequence[DeliveredQuestion]) -> tuple[CertifiedQuestion, ...]:
        ac1 = {one.name: chance_free_agreement(one.classes, self.votes[one.name]) for one in delivered}
        kappa = {one.name: pairwise_agreement(one.classes, self.votes[one.name]) for one in delivered}
        return tuple(
            CertifiedQuestion(
                name=question.name,
                labels={klass: self.labels[question.name][klass] for klass in question.classes},
                alpha=question.alpha,
                alpha_low=question.alpha_low,
                alpha_high=question.alpha_high,
                alpha_tasks=question.alpha_tasks,
                ac1=ac1[question.name].value,
                ac1_low=ac1[question.name].low,
                ac1_high=ac1[question.name].high,
                kappa=kappa[question.name].value,
                kappa_low=kappa[question.name].low,
                kappa_high=kappa[question.name].high,
                kappa_pairs=kappa[question.name].pairs,
            )
            for question in delivered
        )


def complaints(
    stated: Certificate, delivered: Sequence[DeliveredQuestion], counted: Figures, rows: Sequence[AuditRow]
) -> list[str]:
    """Figures of the certificate that the manifest and the delivered rows don't bear out, each named with where it comes from."""
    said = [
        f"tasks is {counted.tasks} from {TASKS}, {CERTIFICATE} says {stated.tasks}" * (counted.tasks != stated.tasks),
        f"annotations is {counted.annotations} from {ANNOTATIONS}, {CERTIFICATE} says {stated.annotations}"
        * (counted.annotations != stated.annotations),
        f"annotators is {len(counted.people)} from {ANNOTATIONS}, {CERTIFICATE} says {stated.annotators}"
        * (len(counted.people) != stated.annotators),
        f"guideline_versions is {dict(counted.versions)} from {ANNOTATIONS}, {CERTIFICATE} says {stated.guideline_versions}"
        * (dict(counted.versions) != stated.guideline_versions),
        f"bias is not what the rows say, {CERTIFICATE} was changed" * (not _alike(stated.bias, counted.preferences.sheet())),
        f"not_claimed was changed in {CERTIFICATE}" * (stated.not_claimed != NOT_CLAIMED),
    ]
    recomputed = counted.questions(delivered)
    if [one.name for one in stated.questions] != [one.name for one in recomputed]:
        said.append(f"the questions of {CERTIFICATE} are not those of the manifest")
    if stated.format in (WITHOUT_KAPPA, WITHOUT_LABELS):
        nothing = {"kappa": None, "kappa_low": None, "kappa_high": None, "kappa_pairs": 0}
        recomputed = tuple(msgspec.structs.replace(one, **nothing) for one in recomputed)
    if stated.format == WITHOUT_LABELS:
        recomputed = tuple(msgspec.structs.replace(one, ac1=None, ac1_low=None, ac1_high=None) for one in recomputed)
    for was, now in zip(stated.questions, recomputed, strict=False):
        said += _differences(f"of {now.name!r}", was, now)
    if {row.audit_id for row in rows} != {audit.audit_id for audit in stated.audits}:
        said.append(f"{AUDITS} and {CERTIFICATE} are not about the same audits")
    for audit in stated.audits:
        if audit.rules != RULES.get(stated.format):
            said.append(f"the rules of audit {audit.audit_id} are not those of {stated.format}")
        of_audit = [row for row in rows if row.audit_id == audit.audit_id]
        drawn = Counter(row.stratum for row in of_audit)
        if [row.place for row in of_audit] != list(range(len(of_audit))):
            said.append(f"the draws of audit {audit.audit_id} in {AUDITS} are not in their order")
            continue
        if [drawn[at] for at in range(len(audit.strata))] != [one.drawn for one in audit.strata] or sum(
            one.tasks for one in audit.strata
        ) != audit.speaks_for:
            said.append(f"the strata of audit {audit.audit_id} are not those of its draws in {AUDITS}")
            continue
        recomputed_audit = certified(audit, of_audit, counted.of_task.get(audit.question, {}))
        said += _differences(f"of audit {audit.audit_id}", audit.claim, recomputed_audit.claim)
        by_label = {} if stated.format == WITHOUT_LABELS else recomputed_audit.by_label
        if audit.by_label.keys() != by_label.keys():
            said.append(f"the labels of audit {audit.audit_id} in {CERTIFICATE} are not those that were delivered")
            continue
        for name, claim in by_label.items():
            said += _differences(f"of {name!r} in audit {audit.audit_id}", audit.by_label[name], claim)
    return [one for one in said if one]


def _differences(where: str, stated: msgspec.Struct, recomputed: msgspec.Struct) -> list[str]:
    return [
        f"{name} {where} is {now} from the rows, {CERTIFICATE} says {was}"
        for name in stated.__struct_fields__
        if not _same(was := getattr(stated, name), now := getattr(recomputed, name))
    ]


def _alike(one: BiasSheet | None, other: BiasSheet | None) -> bool:
    """Whether all their figures are the same, as deep as they go."""

    def alike(mine: object, theirs: object) -> bool:
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return mine.keys() == theirs.keys() and all(alike(mine[name], theirs[name]) for name in mine)
        return _same(mine, theirs)

    return alike(msgspec.to_builtins(one), msgspec.to_builtins(other))


def _same(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= _TOLERANCE
    return one == other
