"""One's own last answers, each with its task as one saw it, and what became of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from amana.actions.belief import beliefs
from amana.actions.concerns import opened_reply
from amana.actions.sealed import (
    ProjectType,
    annotators_path,
    open_annotation,
    open_project,
    open_task_unless_destroyed,
    with_media,
)
from amana.core.inference.belief import Belief
from amana.model.form import Form
from amana.model.history import PAGE_ANSWERS, MyAnswer, MyAnswers, Outcome, Settled
from amana.model.ids import ProjectId, SubmitId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner, Seal
from amana.store import history
from amana.store.db import Database
from amana.store.history import SealedAnswer


async def mine(db: Database, seal: Seal, scope: Scope, project_id: ProjectId, before: SubmitId | None) -> MyAnswers:
    """A page of the bearer's last answers, the newest first; each look is a row of the log. Raises ProjectNotFound, KeptOut.

    How a task was settled says what others answered: it is told only where the lead chose so.
    """
    found = await history.mine(db, scope, project_id, before, PAGE_ANSWERS)
    if not found:
        return MyAnswers((), None)
    owner = Owner(scope.walls, project_id)
    kind = open_project(seal, scope.walls, project_id, found[0].task_type, found[0].project_body)
    believed = await _believed(db, scope, kind, [one.task_id for one in found if _tells(one)])
    answers = []
    for one in found:
        form, answer = _as_seen(seal, owner, kind, one)
        answers.append(
            MyAnswer(
                submit_id=one.submit_id,
                submitted_at=one.submitted_at,
                guideline_version=one.guideline_version,
                form=form,
                answer=answer,
                outcome=_outcome(one),
                settled=_settled(one, believed.get(one.task_id, ())),
                amount_minor=one.amount_minor,
                currency=one.currency,
                pay=one.pay,
                reply=opened_reply(seal, owner, one.concern_id, one.reply) if one.concern_id else "",
            )
        )
    return MyAnswers(tuple(answers), found[-1].submit_id if len(found) == PAGE_ANSWERS else None)


def _as_seen(seal: Seal, owner: Owner, kind: ProjectType, one: SealedAnswer) -> tuple[Form, dict[str, Any]] | tuple[None, None]:
    opened = open_task_unless_destroyed(seal, owner, one.task_id, one.task_body)
    if opened is None:
        return None, None
    assert owner.project_id is not None
    body = open_annotation(seal, owner, one.submit_id, one.body)
    payload = msgspec.json.decode(opened.payload, type=kind.task_type.payload_type)
    answer = msgspec.json.decode(body.answer, type=kind.task_type.answer_type)
    form = kind.task_type.form(payload, kind.options, body.shown_order)
    shown = with_media(form, opened.media, annotators_path(owner.project_id, one.assignment_id))
    return shown, kind.task_type.filled_in(payload, kind.options, body.shown_order, answer)


async def _believed(db: Database, scope: Scope, kind: ProjectType, tasks: Sequence[UUID]) -> dict[UUID, tuple[Belief, ...]]:
    if not tasks:
        return {}
    engine = Scope(Audience.ENGINE, scope.workspace_id, scope.subject, scope.person)
    async with db.snapshot(engine) as tx:
        return await beliefs(tx, scope.walls, kind.task_type.questions(kind.options), sorted(set(tasks)))


def _tells(one: SealedAnswer) -> bool:
    return one.shows_settled and one.task_state == "settled" and not one.taken_back and bool(one.vote_question)


def _settled(one: SealedAnswer, believed: Sequence[Belief]) -> Settled | None:
    if not _tells(one):
        return None
    given = zip(one.vote_question, one.vote_class, strict=True)
    return "with" if all(believed[question].label == klass for question, klass in given) else "against"


def _outcome(one: SealedAnswer) -> Outcome:
    if one.taken_back:
        return "taken_back"
    if one.task_state == "withdrawn":
        return "withdrawn"
    return "surplus" if one.surplus else "counts"
