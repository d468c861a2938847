"""An invitation before it is accepted, and into an account that is there already. To come in as somebody new is people.redeem."""

from collections.abc import Sequence

from amana.model.account import InvitedTo
from amana.model.errors import LinkSpent
from amana.model.ids import ProjectId
from amana.model.scope import Audience, Scope
from amana.outside import secrets
from amana.outside.seal import Owner, Seal
from amana.store import dispatch, invitations
from amana.store.db import Database


async def look(db: Database, seal: Seal, link: str, signed_in: Sequence[Audience]) -> InvitedTo:
    """What a link invites to, without spending it, for a browser that is signed in so. Raises LinkSpent."""
    found = await invitations.look(db, secrets.hash_of(link))
    if found is None:
        raise LinkSpent()
    works_for = found.workspace_id if found.audience is Audience.ANNOTATOR else None
    client = None
    if works_for is not None:
        body = await dispatch.shown_name(db, Scope(Audience.ENGINE, works_for))
        opened = seal.open_unless_destroyed("workspace", Owner(works_for), works_for, body) if body else None
        client = opened.decode() if opened else None
    can_be_taken = works_for is not None and not found.has_account and Audience.ANNOTATOR in signed_in
    return InvitedTo(audience=found.audience, client=client, can_be_taken=can_be_taken)


async def take_in(db: Database, session: bytes, link: str) -> ProjectId:
    """The membership that the link invites to belongs to whoever bears `session` (its hash), under the invitation's pseudonym.

    Raises NoSession, LinkSpent, AlreadyInWorkspace, LinkHasAccount; the latter two leave the link good.
    """
    project_id = await invitations.take_in(db, session, secrets.hash_of(link))
    if project_id is None:
        raise LinkSpent()
    return ProjectId(project_id)
