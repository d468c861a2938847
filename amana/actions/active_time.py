"""The time that answers took, as the person says: added beside what was measured."""

from uuid import UUID

from amana.model.active_time import CorrectedTime, TimeCorrection
from amana.model.errors import AnnotationNotFound, NoSession
from amana.model.ids import SubmitId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner, Seal
from amana.store import active_time, people
from amana.store.db import Database


async def correct(
    db: Database, seal: Seal, session: bytes, person: UUID | None, submit_id: SubmitId, said: TimeCorrection
) -> CorrectedTime:
    """Keep what the bearer of `session` (its hash) says an answer of theirs took, and why. The same again changes nothing.

    Raises NoSession, AnnotationNotFound, ContentDestroyed, CorrectionTooLate, CorrectionsFull, CorrectionConflict.
    """
    bearer = await people.authenticate(db, session)
    if bearer is None or bearer.audience is not Audience.ANNOTATOR:
        raise NoSession()
    for workspace_id in await people.workspaces_of_session(db, session):
        found = await active_time.answered(db, Scope(Audience.ENGINE, workspace_id, session, person), submit_id)
        if found is None:
            continue
        owner = Owner(workspace_id, found.project_id)
        body = seal.seal("time", owner, said.correction_id, said.reason.encode(), salt=seal.salt_of(found.task_body))
        scope = Scope(Audience.ANNOTATOR, workspace_id, session, person)
        return await active_time.correct(db, scope, said.correction_id, submit_id, said.stated_ms, body)
    raise AnnotationNotFound(submit_id=submit_id)


def reason(seal: Seal, owner: Owner, correction_id: UUID | None, body: bytes | None) -> str:
    """Why a time was corrected; empty where it was not, or where the task was destroyed with all that was said of it."""
    if correction_id is None or body is None:
        return ""
    opened = seal.open_unless_destroyed("time", owner, correction_id, body)
    return "" if opened is None else opened.decode()
