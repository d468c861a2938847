"""What a person sees of their own time: by day and project, and answer by answer."""

from datetime import date, timedelta

from amana.model.active_time import ANSWERS_SHOWN_MAX, CORRECTION_DAYS, MyTime, TimedAnswer, WorkedDay
from amana.outside.seal import Owner, Seal
from amana.store import active_time
from amana.store.db import Database
from amana.views.desk import annotators_scopes, project_name


async def mine(db: Database, seal: Seal, session: bytes, zone: str, day: date | None) -> MyTime:
    """The last days of the bearer of `session` (its hash) over all their clients, by the calendar of their time zone, and the
    answers of one day, or of today. Raises NoSession, ZoneUnknown."""
    days: list[WorkedDay] = []
    answers: list[TimedAnswer] = []
    for scope in await annotators_scopes(db, session):
        for line in await active_time.my_days(db, scope, zone):
            days.append(
                WorkedDay(
                    day=line.day,
                    project_id=line.project_id,
                    project_name=project_name(seal, scope.walls, line.project_id, line.body),
                    currency=line.currency,
                    answered=line.answered,
                    active_ms=line.active_ms,
                    stated_ms=line.stated_ms,
                    earned_minor=line.earned_minor,
                )
            )
        for one in await active_time.my_answers(db, scope, zone, day):
            owner = Owner(scope.walls, one.project_id)
            reason = (
                seal.open_unless_destroyed("time", owner, one.correction_id, one.reason)
                if one.correction_id and one.reason
                else None
            )
            answers.append(
                TimedAnswer(
                    submit_id=one.submit_id,
                    project_id=one.project_id,
                    project_name=project_name(seal, scope.walls, one.project_id, one.project_body),
                    submitted_at=one.submitted_at,
                    active_ms=one.active_ms,
                    evidence=active_time.evidence_of(one),
                    stated_ms=one.stated_ms,
                    reason=reason.decode() if reason else "",
                    amount_minor=one.amount_minor,
                    currency=one.currency,
                    correctable_until=one.submitted_at + timedelta(days=CORRECTION_DAYS),
                )
            )
    days.sort(key=lambda line: line.day, reverse=True)
    answers.sort(key=lambda one: one.submitted_at, reverse=True)
    return MyTime(tuple(days), tuple(answers[:ANSWERS_SHOWN_MAX]))
