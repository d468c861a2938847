"""What an annotator sees of their own work: the queue over all their clients, and the statement of their pay."""

from datetime import datetime
from uuid import UUID

import msgspec

from amana.model.desk import Desk, DeskProject, Statement, StatementLine, StatementTotal
from amana.model.errors import NoSession
from amana.model.ids import WorkspaceId
from amana.model.person_walls import KeptOut, WallInWords
from amana.model.projects import ProjectSecrets
from amana.model.scope import Audience, Principal, Scope
from amana.outside.seal import Owner, Seal
from amana.store import dispatch, people, staff
from amana.store.db import Database

STATEMENT_LINES_MAX = 200


async def queue(db: Database, seal: Seal, session: bytes, since: datetime) -> Desk:
    """Every project the bearer of `session` (its hash) works in, with what they answered since then. Raises NoSession."""
    person = await _annotator(db, session)
    projects = []
    for scope in await _scopes(db, session):
        for mine in await dispatch.my_projects(db, scope, since):
            projects.append(
                DeskProject(
                    project_id=mine.project_id,
                    name=project_name(seal, scope.walls, mine.project_id, mine.body),
                    state=mine.state,
                    rate_minor=mine.rate_minor,
                    currency=mine.currency,
                    guideline_version=mine.guideline_version,
                    guideline_read=mine.guideline_read,
                    answers_new=mine.answers_new,
                    undo_seconds=mine.undo_seconds,
                    has_open_tasks=mine.has_open_tasks,
                    answered=mine.answered,
                    earned_minor=mine.earned_minor,
                    pace_ms=mine.pace_ms,
                    active_ms=mine.active_ms,
                    client=_client(seal, scope.walls, mine.client_body),
                    wall=_wall(mine),
                    kept_out=KeptOut(walls=tuple(mine.kept_out), until=mine.kept_out_until) if mine.kept_out else None,
                )
            )
    return Desk(UUID(person.actor), tuple(projects), tuple(await staff.departures(db, session)))


async def statement(db: Database, seal: Seal, session: bytes) -> Statement:
    """All totals over every client, and the newest STATEMENT_LINES_MAX lines. Raises NoSession."""
    totals: list[StatementTotal] = []
    lines: list[StatementLine] = []
    for scope in await annotators_scopes(db, session):
        for total in await dispatch.my_totals(db, scope):
            totals.append(
                StatementTotal(
                    project_id=total.project_id,
                    project_name=project_name(seal, scope.walls, total.project_id, total.body),
                    currency=total.currency,
                    state=total.state,
                    annotations=total.annotations,
                    amount_minor=total.amount_minor,
                )
            )
        for line in await dispatch.my_statement(db, scope, STATEMENT_LINES_MAX):
            lines.append(
                StatementLine(
                    submit_id=line.submit_id,
                    project_id=line.project_id,
                    project_name=project_name(seal, scope.walls, line.project_id, line.body),
                    submitted_at=line.submitted_at,
                    amount_minor=line.amount_minor,
                    currency=line.currency,
                    state=line.state,
                )
            )
    newest = sorted(lines, key=lambda line: line.submitted_at, reverse=True)[:STATEMENT_LINES_MAX]
    return Statement(tuple(totals), tuple(newest))


async def annotators_scopes(db: Database, session: bytes) -> list[Scope]:
    """The scopes in which an annotator's own things are looked for. Raises NoSession."""
    await _annotator(db, session)
    return await _scopes(db, session)


async def _annotator(db: Database, session: bytes) -> Principal:
    person = await people.authenticate(db, session)
    if person is None or person.audience is not Audience.ANNOTATOR:
        raise NoSession()
    return person


async def _scopes(db: Database, session: bytes) -> list[Scope]:
    """The annotator's scope in each of their workspaces: every look stays inside one client's walls."""
    workspaces = await people.workspaces_of_session(db, session)
    return [Scope(Audience.ANNOTATOR, workspace_id, session) for workspace_id in workspaces]


def project_name(seal: Seal, workspace_id: WorkspaceId, project_id: UUID, body: bytes) -> str:
    """Empty where it was destroyed: what was earned there stays on the statement."""
    opened = seal.open_unless_destroyed("project", Owner(workspace_id, project_id), project_id, body)
    return "" if opened is None else msgspec.json.decode(opened, type=ProjectSecrets).name


def _wall(mine: dispatch.MyProject) -> WallInWords | None:
    wall = WallInWords(
        elsewhere_days=mine.elsewhere_days,
        by_vendor=mine.by_vendor,
        clearance=mine.clearance,
        countries=tuple(mine.countries) if mine.countries else None,
    )
    return wall if any(msgspec.structs.astuple(wall)) else None


def _client(seal: Seal, workspace_id: WorkspaceId, body: bytes | None) -> str | None:
    opened = seal.open_unless_destroyed("workspace", Owner(workspace_id), workspace_id, body) if body else None
    return opened.decode() if opened else None
