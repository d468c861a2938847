"""Coming in by an organisation's own sign-in: linked by its invited owner, refused to everybody else, and every lie of it noticed."""

import hmac
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from amana.api.context import Context
from amana.config import Issuer, Origin, SettingInvalid
from amana.outside.oidc import Provider
from tests.api.test_account import annotators_links, browser, enter
from tests.api.test_api import problem
from tests.lab import Lab
from tests.provider import Claims, FalseProvider, provider


@pytest.fixture
def issuer() -> Iterator[FalseProvider]:
    with provider() as made:
        yield made


@pytest.fixture
def known(context: Context, issuer: FalseProvider) -> Context:
    """The engine with an issuer."""
    return msgspec.structs.replace(context, provider=Provider(Issuer(issuer.url, "amana", "secret")))


async def went(http: httpx.AsyncClient, way: str) -> dict[str, str]:
    """What the browser brings back from the issuer."""
    begun = await http.post(f"{way}/begin")
    assert begun.status_code == 200, begun.text
    async with httpx.AsyncClient(trust_env=False) as outside:
        sent_back = (await outside.get(begun.json()["address"])).headers["location"]
    assert sent_back.startswith(("http://localhost:8321/sign-in/return?", "https://amana.example/sign-in/return?"))
    return {name: said[0] for name, said in parse_qs(urlsplit(sent_back).query).items()}


async def linked(http: httpx.AsyncClient, audience: str) -> httpx.Response:
    way = f"/api/account/{audience}/identity"
    return await http.post(way, json=await went(http, way))


async def came(http: httpx.AsyncClient) -> httpx.Response:
    return await http.post("/api/session/identity", json=await went(http, "/api/session/identity"))


async def test_whoever_linked_their_identity_comes_in_by_it(lab: Lab, known: Context, issuer: FalseProvider) -> None:
    async with browser(known) as lead, browser(known) as elsewhere:
        await enter(lead, lab.client_link)
        assert (await linked(lead, "client")).status_code == 204
        answer = await came(elsewhere)
        assert [one["audience"] for one in answer.json()] == ["client"]
        assert (await elsewhere.get("/api/client/projects")).status_code == 200
        page = (await elsewhere.get("/api/account/client")).json()
        assert page["identity_linked_at"] is not None
        assert [(one["kind"], one["method"]) for one in page["events"]][:2] == [
            ("signed_in", "identity"),
            ("identity_linked", None),
        ]
        assert (await lead.post("/api/account/client/identity/unlink")).status_code == 204
        problem(await came(elsewhere), 403, "identity_unknown")


async def test_an_identity_alone_makes_no_account(lab: Lab, known: Context, issuer: FalseProvider) -> None:
    issuer.subject = "a stranger"
    async with browser(known) as stranger:
        document = problem(await came(stranger), 403, "identity_unknown")
        assert "invited" in document["detail"]
        assert (await stranger.get("/api/session")).json() == []


async def test_an_identity_is_one_persons_and_a_person_has_one(lab: Lab, known: Context, issuer: FalseProvider) -> None:
    issuer.subject = "one for two"
    async with browser(known) as lead, browser(known) as auditor:
        await enter(lead, lab.client_link)
        await enter(auditor, lab.auditor_link)
        assert (await linked(lead, "client")).status_code == 204
        problem(await linked(auditor, "auditor"), 409, "identity_taken")
        issuer.subject = "another"
        problem(await linked(lead, "client"), 409, "identity_taken")
        assert (await came(lead)).status_code == 403


async def test_an_answer_counts_once_for_its_own_question_in_its_own_browser(
    lab: Lab, known: Context, issuer: FalseProvider
) -> None:
    issuer.subject = "once"
    way = "/api/session/identity"
    async with browser(known) as lead, browser(known) as victim:
        await enter(lead, lab.client_link)
        assert (await linked(lead, "client")).status_code == 204
        brought = await went(lead, way)
        await victim.post(f"{way}/begin")
        problem(await victim.post(way, json=brought), 401, "identity_refused")
        problem(await victim.post(way, json=brought), 401, "identity_refused")  # it has no question any more
        assert (await lead.post(way, json=brought)).status_code == 201
        problem(await lead.post(way, json=brought), 401, "identity_refused")
        brought = await went(lead, way)
        problem(await lead.post(way, json=brought | {"state": "x"}), 401, "identity_refused")
        brought = await went(lead, way)
        problem(await lead.post(way, json=brought | {"code": "guessed"}), 401, "identity_refused")
        # A code that was made for another question does not pass PKCE.
        first = await went(lead, way)
        second = await went(lead, way)
        problem(await lead.post(way, json=second | {"code": first["code"]}), 401, "identity_refused")


LIES: dict[str, Callable[[Claims], Claims]] = {
    "another issuer": lambda claims: claims | {"iss": "https://evil.example"},
    "another audience": lambda claims: claims | {"aud": "somebody else"},
    "several audiences": lambda claims: claims | {"aud": ["amana", "somebody else"]},
    "another party": lambda claims: claims | {"azp": "somebody else"},
    "another nonce": lambda claims: claims | {"nonce": "x"},
    "no nonce": lambda claims: {name: said for name, said in claims.items() if name != "nonce"},
    "expired": lambda claims: claims | {"exp": int(time.time()) - 3600},
    "no end": lambda claims: {name: said for name, said in claims.items() if name != "exp"},
    "from the future": lambda claims: claims | {"iat": int(time.time()) + 3600},
    "nobody": lambda claims: {name: said for name, said in claims.items() if name != "sub"},
}


@pytest.mark.parametrize("lie", LIES)
async def test_lies_of_an_issuer_are_noticed(known: Context, issuer: FalseProvider, lie: str) -> None:
    issuer.lie = LIES[lie]
    async with browser(known) as http:
        problem(await came(http), 401, "identity_refused")


def by_hand(claims: Claims, secret: bytes) -> str:
    """Signed by HMAC, which the library itself refuses to do with a public key."""
    parts = [{"alg": "HS256", "kid": "one"}, claims]
    said = ".".join(urlsafe_b64encode(msgspec.json.encode(part)).rstrip(b"=").decode() for part in parts)
    return f"{said}.{urlsafe_b64encode(hmac.digest(secret, said.encode(), 'sha256')).rstrip(b'=').decode()}"


async def test_false_signatures_are_noticed(known: Context, issuer: FalseProvider) -> None:
    foreign = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    none = jwt.encode({"alg": "RS256"}, {}, issuer.key).split(".")
    signs: dict[str, Callable[[Claims], str]] = {
        "foreign key": lambda claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, foreign),
        "the public key as a secret": lambda claims: by_hand(claims, issuer.key.as_pem(private=False)),
        "no signature": lambda claims: f"eyJhbGciOiJub25lIn0.{jwt.encode({'alg': 'RS256'}, claims, issuer.key).split('.')[1]}.",
        "cut off": lambda claims: ".".join(none[:2]) + ".",
        "rubbish": lambda claims: "x",
    }
    async with browser(known) as http:
        for name, sign in signs.items():
            issuer.sign = sign
            assert (await came(http)).json()["code"] == "identity_refused", name


@pytest.mark.parametrize(
    "describes",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
)
async def test_an_issuer_that_describes_itself_wrongly_is_asked_nothing(
    known: Context, issuer: FalseProvider, describes: dict[str, Any]
) -> None:
    issuer.describes = describes
    async with browser(known) as http:
        problem(await http.post("/api/session/identity/begin"), 503, "issuer_away")


async def test_an_issuer_that_is_away_is_said(context: Context) -> None:
    away = msgspec.structs.replace(context, provider=Provider(Issuer("http://127.0.0.1:9", "amana", None)))
    async with browser(away) as http:
        problem(await http.post("/api/session/identity/begin"), 503, "issuer_away")


async def test_without_an_issuer_there_is_none(http: httpx.AsyncClient, lab: Lab) -> None:
    assert (await http.get("/api")).json()["issuer"] is None
    problem(await http.post("/api/session/identity/begin"), 404, "no_issuer")
    problem(await http.post("/api/session/identity", json={"code": "x", "state": "x"}), 404, "no_issuer")


async def test_away_from_home_a_lead_needs_a_passkey_all_the_same(lab: Lab, known: Context, issuer: FalseProvider) -> None:
    issuer.subject = "abroad"
    abroad = msgspec.structs.replace(known, origin=Origin("https://amana.example"))
    async with browser(abroad) as lead, browser(abroad) as annotator:
        lead.base_url = annotator.base_url = httpx.URL("https://amana.example")
        await enter(lead, lab.client_link)
        assert (await linked(lead, "client")).status_code == 204
        assert (await came(lead)).json()[0]["must_enrol"] is True
        problem(await lead.get("/api/client/projects"), 403, "passkey_needed")
        _, [link] = await annotators_links(annotator, lab, 1)
        await enter(annotator, link)
        issuer.subject = "an annotator abroad"
        assert (await linked(annotator, "annotator")).status_code == 204
        assert (await came(annotator)).json()[0]["must_enrol"] is False


@pytest.mark.parametrize("url", ["http://id.example", "id.example", "https://", "https://id.example/?x=1", "ftp://127.0.0.1"])
def test_an_issuer_whose_way_could_be_listened_to_is_refused(url: str) -> None:
    with pytest.raises(SettingInvalid):
        Issuer(url, "amana", None)
