"""The neutrality record: who owns the operator, and who is related to it, announced before it takes effect.

One operator proposes, another approves; then it is signed, chained to the entry before, and said to every client.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from amana.model.errors import DeclarationInvalid, NoticeShort
from amana.model.neutrality import NOTICE_DAYS, PARTIES_MAX, Declaration, DeclarationProposal, Entry, SignedEntry
from amana.model.scope import Principal
from amana.outside.neutrality_record import link
from amana.outside.signing import Signer
from amana.store import access_log, neutrality
from amana.store.db import Database

_TRIES = 5
_WHOLE_BP = 10_000


async def record(db: Database) -> list[SignedEntry]:
    """Everything that was ever announced, the first one first."""
    return [msgspec.json.decode(body, type=SignedEntry) for body in await neutrality.entries(db)]


async def propose(db: Database, session: bytes, declaration: Declaration) -> UUID:
    """Raises NoSession, DeclarationInvalid, NoticeShort."""
    _check(declaration, datetime.now(UTC), is_first=not await neutrality.entries(db))
    proposal_id = uuid4()
    await neutrality.propose(db, session, proposal_id, msgspec.json.encode(declaration))
    return proposal_id


async def proposals(db: Database, session: bytes) -> list[DeclarationProposal]:
    """What is open to decide. Raises NoSession."""
    return [
        DeclarationProposal(
            proposal_id=one.proposal_id,
            declaration=msgspec.json.decode(one.body, type=Declaration),
            proposed_at=one.proposed_at,
            expires_at=one.expires_at,
            mine=one.mine,
        )
        for one in await neutrality.proposals(db, session)
    ]


async def announce(db: Database, signer: Signer, session: bytes, proposal_id: UUID) -> SignedEntry:
    """As another operator than the one who proposed: it is announced, for good.

    Raises ProposalNotFound, SecondPersonNeeded, NoticeShort: days went by since it was proposed.
    """
    for _ in range(_TRIES):
        found = await neutrality.following(db, session, proposal_id)
        last = msgspec.json.decode(found.last_body, type=SignedEntry) if found.last_body else None
        now = datetime.now(UTC)
        declaration = msgspec.json.decode(found.body, type=Declaration)
        _check(declaration, now, is_first=last is None)
        entry = Entry(
            number=(found.last_number or 0) + 1,
            declaration=declaration,
            announced_at=now,
            proposed_by=found.proposed_by,
            approved_by=found.approved_by,
            before=link(last),
        )
        signed = SignedEntry(entry, signer.sign(entry.content))
        if await neutrality.announce(db, session, proposal_id, entry.number, msgspec.json.encode(signed)):
            return signed
    raise AssertionError("other declarations were announced again and again")


async def decline(db: Database, session: bytes, proposal_id: UUID) -> None:
    """Raises ProposalNotFound."""
    await neutrality.decline(db, session, proposal_id)


async def mark_read(db: Database, principal: Principal, number: int) -> None:
    """As a lead: the record was read up to that entry, or to the last one if that is earlier. The access log says who did."""
    last = len(await neutrality.entries(db))
    async with db.transaction(principal.scope) as tx:
        await neutrality.mark_read(tx, principal.walls, min(number, last))
        await access_log.append(tx, principal.walls, "neutrality read", principal.actor, None, f"entry {min(number, last)}")


def _check(declaration: Declaration, now: datetime, *, is_first: bool) -> None:
    """The first declaration says what is so already."""
    shares_bp = sum(owner.share_bp for owner in declaration.owners)
    if shares_bp > _WHOLE_BP:
        raise DeclarationInvalid(field="owners", reason=f"together they hold {shares_bp / 100} percent.")
    if len({owner.name for owner in declaration.owners}) < len(declaration.owners):
        raise DeclarationInvalid(field="owners", reason="somebody is named twice.")
    for field, parties in (("owners", declaration.owners), ("related", declaration.related)):
        if len(parties) > PARTIES_MAX:
            raise DeclarationInvalid(field=field, reason=f"there are more than {PARTIES_MAX}.")
    earliest = now.date() + timedelta(days=NOTICE_DAYS)
    if not is_first and declaration.takes_effect_on < earliest and not (declaration.why_late or "").strip():
        raise NoticeShort(earliest=earliest.isoformat(), days=NOTICE_DAYS)
