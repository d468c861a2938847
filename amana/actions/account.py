"""What somebody does about their own account. Who they are, is said by the hash of their session."""

from uuid import UUID

from amana.model.errors import SessionNotFound
from amana.store import account
from amana.store.db import Database


async def end_session(db: Database, session: bytes, session_id: UUID) -> None:
    """End one session: whoever asks with it afterwards is refused. Raises NoSession, SessionNotFound."""
    if await account.end_sessions(db, session, session_id) == 0:
        raise SessionNotFound(session_id=session_id)


async def end_other_sessions(db: Database, session: bytes) -> int:
    """End every session but this one; says how many. Raises NoSession."""
    return await account.end_sessions(db, session, None)
