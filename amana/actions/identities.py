"""Coming in by an organisation's own sign-in, and linking it to an account that one was invited to."""

import hashlib
import hmac

from amana.actions.passkeys import entered, new_sessions
from amana.config import Origin
from amana.core.sign_in import must_have_a_passkey
from amana.model.account import Device, Entered
from amana.model.errors import IdentityRefused, IdentityTaken, IdentityUnknown, NoIssuer
from amana.outside import passkeys, secrets
from amana.outside.oidc import Provider, Question
from amana.outside.seal import PEOPLE, Seal
from amana.store import account
from amana.store.db import Database

RETURN_PATH = "/sign-in/return"


async def begin_entering(db: Database, provider: Provider | None, origin: Origin) -> tuple[str, str]:
    """A secret for the browser to keep, and where it goes to be asked. Raises NoIssuer, IssuerAway."""
    browser = secrets.new_secret()
    return browser, await _begin(db, provider, origin, secrets.hash_of(browser))


async def enter(
    db: Database, seal: Seal, provider: Provider | None, origin: Origin, browser: str, code: str, state: str, device: Device
) -> list[Entered]:
    """The sessions that an identity opens for whoever linked it.

    Raises NoIssuer, IssuerAway, IdentityRefused, IdentityUnknown.
    """
    identity = await _answered(db, seal, provider, origin, secrets.hash_of(browser), code, state)
    made, hashes = new_sessions()
    opened = await account.enter_by_identity(db, identity, hashes, must_have_a_passkey(origin), device)
    if not opened:
        raise IdentityUnknown()
    return entered(made, opened)


async def begin_linking(db: Database, provider: Provider | None, origin: Origin, session: bytes) -> str:
    """Where the browser goes to be asked. Raises NoSession, NoIssuer, IssuerAway."""
    await account.identity_linked_at(db, session)
    return await _begin(db, provider, origin, _apart(session))


async def link(
    db: Database, seal: Seal, provider: Provider | None, origin: Origin, session: bytes, code: str, state: str
) -> None:
    """Raises NoSession, NoIssuer, IssuerAway, IdentityRefused, IdentityTaken."""
    await account.identity_linked_at(db, session)
    identity = await _answered(db, seal, provider, origin, _apart(session), code, state)
    if not await account.link_identity(db, session, identity):
        raise IdentityTaken()


async def unlink(db: Database, session: bytes) -> None:
    """It lets nobody in from now on. Twice changes nothing. Raises NoSession."""
    await account.unlink_identity(db, session)


async def _begin(db: Database, provider: Provider | None, origin: Origin, kept_by: bytes) -> str:
    if provider is None:
        raise NoIssuer()
    secret = passkeys.new_challenge()
    where = await provider.address(Question.of(secret), origin.url + RETURN_PATH)
    await account.ask(db, kept_by, secret)
    return where


async def _answered(
    db: Database, seal: Seal, provider: Provider | None, origin: Origin, kept_by: bytes, code: str, state: str
) -> bytes:
    """The digest of issuer and subject; the question is answered once, whatever comes of it."""
    if provider is None:
        raise NoIssuer()
    secret = await account.asked(db, kept_by)
    if secret is None:
        raise IdentityRefused()
    question = Question.of(secret)
    if not hmac.compare_digest(question.state.encode(), state.encode()):
        raise IdentityRefused()
    subject = await provider.subject(question, code, origin.url + RETURN_PATH)
    return seal.digest(PEOPLE, f"identity {provider.issuer.url}\n{subject}".encode())


def _apart(session: bytes) -> bytes:
    """Where a session's question to the issuer is kept: not where what its passkey signs is."""
    return hashlib.sha256(b"identity" + session).digest()
