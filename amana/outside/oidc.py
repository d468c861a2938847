"""An organisation's own sign-in: OpenID Connect with a code and PKCE (RFC 7636), one issuer, which the operator has fixed.

Whatever it says is checked: its name, its signature by a key it publishes, for whom it was said, when, and to which question.
"""

import hashlib
import json
import time
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from amana.config import Issuer
from amana.model.errors import IdentityRefused, IssuerAway
from amana.outside.egress import WAIT_SECONDS_MAX, outside_client

ALGORITHMS = ["RS256", "PS256", "ES256"]  # never `none`, never a shared secret
ANSWER_BYTES_MAX = 1_000_000
LEEWAY_SECONDS = 60
KEPT_SECONDS = 600.0  # what the issuer says of itself


class Question(msgspec.Struct, frozen=True):
    """One sign-in at the issuer: what it must bring back, and what proves that we began it. All of it follows from one secret."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def of(cls, secret: bytes) -> "Question":
        return cls(*(_text(hashlib.sha256(label + secret).digest()) for label in (b"state", b"nonce", b"verifier")))


class Provider:
    """The issuer, as its own document describes it."""

    def __init__(self, issuer: Issuer) -> None:
        self.issuer = issuer
        self._said: dict[str, Any] = {}
        self._said_at = -KEPT_SECONDS

    async def address(self, question: Question, redirect_uri: str) -> str:
        """Where the browser asks the question. Raises IssuerAway."""
        challenge = _text(hashlib.sha256(question.verifier.encode()).digest())
        asked = {
            "response_type": "code",
            "client_id": self.issuer.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": question.state,
            "nonce": question.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        where = (await self._describes_itself())["authorization_endpoint"]
        return f"{where}{'&' if urlsplit(where).query else '?'}{urlencode(asked)}"

    async def subject(self, question: Question, code: str, redirect_uri: str) -> str:
        """Who answered, by the issuer's own name for them. Raises IssuerAway, IdentityRefused."""
        said = await self._describes_itself()
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.issuer.client_id,
            "code_verifier": question.verifier,
        }
        if self.issuer.client_secret:
            asked["client_secret"] = self.issuer.client_secret
        status, token = await self._ask("POST", said["token_endpoint"], asked)
        if status != 200 or not isinstance(token.get("id_token"), str):
            raise IdentityRefused()
        _, keys = await self._ask("GET", said["jwks_uri"])
        return self._verified(token["id_token"], keys, question.nonce)

    def _verified(self, id_token: str, keys: dict[str, Any], nonce: str) -> str:
        claims = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer.url},
            aud={"essential": True, "value": self.issuer.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            claims.validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise IdentityRefused() from error
        audience, party = token.claims["aud"], token.claims.get("azp", self.issuer.client_id)
        if (isinstance(audience, list) and len(audience) > 1) or party != self.issuer.client_id:
            raise IdentityRefused()  # said to others, too
        return str(token.claims["sub"])

    async def _describes_itself(self) -> dict[str, Any]:
        if time.monotonic() - self._said_at >= KEPT_SECONDS:
            _, said = await self._ask("GET", f"{self.issuer.url.rstrip('/')}/.well-known/openid-configuration")
            ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if said.get("issuer") != self.issuer.url or not all(self.issuer.may_send_to(str(said.get(end))) for end in ends):
                raise IssuerAway(issuer=self.issuer.url)
            self._said, self._said_at = said, time.monotonic()
        return self._said

    def _client(self, url: str) -> httpx.AsyncClient:
        """The one way out; on this machine, where the issuer itself is, straight."""
        if urlsplit(url).scheme == "http":
            return httpx.AsyncClient(timeout=WAIT_SECONDS_MAX, trust_env=False)
        return outside_client(inside=[self.issuer.host])

    async def _ask(self, method: str, url: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        """Follows no redirect and reads no more than ANSWER_BYTES_MAX."""
        answer = bytearray()
        try:
            async with (
                self._client(url) as client,
                client.stream(method, url, data=form, headers={"accept": "application/json"}) as response,
            ):
                async for piece in response.aiter_bytes():
                    answer += piece
                    if len(answer) > ANSWER_BYTES_MAX:
                        raise IssuerAway(issuer=self.issuer.url)
            said = json.loads(answer)
        except (httpx.HTTPError, ValueError) as error:
            raise IssuerAway(issuer=self.issuer.url) from error
        if not isinstance(said, dict):
            raise IssuerAway(issuer=self.issuer.url)
        return response.status_code, said


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
