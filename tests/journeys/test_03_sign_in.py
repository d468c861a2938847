"""Coming in and coming back: a passkey of the browser's own, a recovery code, sessions ended elsewhere; in both languages."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, PHONE_IN_ARABIC, Person, Strip, browser_of
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations
from tests.provider import provider

pytestmark = pytest.mark.browser


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        engine.start()
        yield engine


@pytest.fixture
def browser() -> Iterator[tuple[Any, Strip]]:
    with browser_of("03-sign-in") as opened:
        yield opened


class Links(NamedTuple):
    lead: str
    annotator: str
    key: str


@pytest.fixture
def links(engine: Engine) -> Links:
    made = engine.amana("workspace", "create", "Lab")
    with Client(engine.url, fact(made, "API key")) as client:
        new = {"name": "Pairs", "task_type": "comparison", "rate_minor": 12, "currency": "EUR"}
        project = client.post("/api/client/projects", new)["project_id"]
        client.post(f"/api/client/projects/{project}/open")
        link = client.post(f"/api/client/projects/{project}/invitations", {"label": "Noor"})["link"]
    return Links(fact(made, "researcher link"), f"{engine.url}/link#{link}", fact(made, "API key"))


class Authenticator:
    """The browser's virtual authenticator, which is there until it is taken away."""

    def __init__(self, person: Person) -> None:
        self._cdp = person.context.new_cdp_session(person.page)
        self._cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self._id = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    @property
    def passkeys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]
        return found


def test_a_lead_makes_a_passkey_comes_back_by_it_and_ends_what_is_open_elsewhere(
    engine: Engine, links: Links, browser: tuple[Any, Strip]
) -> None:
    lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True})
    page = lead.page
    page.goto(links.lead)
    assert violations(page) == []
    lead.picture("link")
    authenticator = Authenticator(lead)
    lead.button("Come in and make a passkey").click()
    page.wait_for_url("**/client/account")

    # By keyboard alone.
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    lead.button("Make a passkey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The passkey is made.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Remove.*Chrome.* on .*Linux"))).to_be_visible()
    assert len(authenticator.passkeys) == 1
    lead.button("Make a passkey").click()
    expect(page.get_by_text("This device has a passkey for this account already.")).to_be_visible()
    lead.button("Make ten codes").click()
    codes = page.locator("ol code")
    expect(codes).to_have_count(10)
    written = codes.all_inner_texts()
    lead.picture("codes", full=True)
    assert violations(page) == []

    # Another device, on which there is no passkey: one of the codes lets in, once.
    away = Person(*browser, "away", DESKTOP)
    away.page.goto(f"{engine.url}/client")
    expect(away.page.get_by_role("alert")).to_contain_text("session has ended or was never opened")
    away.link("Sign in").click()
    away.page.get_by_label("One of the codes you printed").fill(written[0].lower())
    away.page.keyboard.press("Enter")
    away.page.wait_for_url("**/client")

    # Signed out, the lead comes back by the passkey, and ends the other device.
    page.reload()
    lead.button("Sign out").click()
    expect(page.get_by_text("You are not signed in here.")).to_be_visible()
    lead.link("Sign in").click()
    assert violations(page) == []
    lead.picture("sign-in")
    lead.button("Use a passkey").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/client")
    assert authenticator.passkeys[0]["signCount"] >= 2
    lead.link("Your account").click()
    sessions = page.locator("section[aria-labelledby=sessions]")
    expect(sessions.get_by_role("row")).to_have_count(3)  # with the head
    expect(sessions.get_by_text("recovery code")).to_be_visible()
    lead.button(re.compile("^End it.*Chrome.* on .*Linux")).click()
    expect(sessions.get_by_text(re.compile("1.* session ended"))).to_be_visible()
    away.page.goto(f"{engine.url}/client")
    expect(away.page.get_by_role("alert")).to_contain_text("session has ended or was never opened")
    events = page.locator("section[aria-labelledby=events]")
    for said in ("a session was ended", "signed in", "signed out", "recovery codes were made", "a passkey was made"):
        expect(events.get_by_text(said).first).to_be_visible()
    lead.picture("account", full=True)

    # Removed, it lets nobody in.
    lead.button(re.compile("^Remove")).click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()
    lead.button("Sign out").click()
    lead.link("Sign in").click()
    lead.button("Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This passkey does not open anything here")
    assert lead.complaints + away.complaints == []
    assert lead.foreign + away.foreign == []


def test_a_lead_makes_a_key_for_a_program_and_revokes_it(engine: Engine, links: Links, browser: tuple[Any, Strip]) -> None:
    lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True})
    page = lead.page
    signed_in(lead, links.lead)
    lead.link("API keys").click()
    page.get_by_label("What you call it").fill("Nightly export")
    page.get_by_label("Export annotations").check()
    page.get_by_label("Pairs").check()
    assert violations(page) == []
    lead.button("Make the key").click()
    expect(page.get_by_text("This key is shown this once.")).to_be_visible()
    key = page.get_by_label("Key", exact=True).input_value()
    lead.picture("key", full=True)
    assert violations(page) == []
    assert "Pairs" in engine.amana("project", "list", key=key)
    assert "may not manage here" in engine.amana("api-key", "list", key=key, status=1)
    page.reload()
    expect(page.get_by_text(key)).to_have_count(0)
    row = page.get_by_role("row", name=re.compile("Nightly export"))
    expect(row.get_by_text("read, export")).to_be_visible()
    lead.button(re.compile("^Revoke.*Nightly export")).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row.get_by_text(re.compile("^revoked"))).to_be_visible()
    engine.amana("project", "list", key=key, status=1)
    # The same by command line.
    made = engine.amana("api-key", "make", "By hand", "--verb", "read", "--verb", "import", key=links.key)
    assert "Pairs" in engine.amana("project", "list", key=fact(made, "API key"))
    assert "read,import" in engine.amana("api-key", "list", key=links.key)
    engine.amana("api-key", "revoke", fact(made, "key id"), key=links.key)
    engine.amana("project", "list", key=fact(made, "API key"), status=1)
    assert lead.complaints == []


def test_an_annotator_on_a_phone_in_arabic(engine: Engine, links: Links, browser: tuple[Any, Strip]) -> None:
    noor = Person(*browser, "noor", PHONE_IN_ARABIC | {"bypass_csp": True})
    page = noor.page
    speak(page, engine.url, "ar")
    signed_in(noor, links.annotator)
    authenticator = Authenticator(noor)
    noor.link("حسابك").click()
    noor.button("أنشئ مفتاح مرور").tap()
    expect(page.get_by_text("أُنشئ مفتاح المرور، ولك أن تدخل به من الآن.")).to_be_visible()
    assert len(authenticator.passkeys) == 1
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    noor.picture("account", full=True)
    assert violations(page) == []
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(width) <= 0
    noor.button("خروج").tap()
    noor.link("دخول").tap()
    noor.button("استعمل مفتاح مرور").tap()
    page.wait_for_url("**/desk")
    assert violations(page) == []
    assert noor.complaints == []


def test_a_lead_links_their_organisation_and_sets_a_password(browser: tuple[Any, Strip]) -> None:
    with provider() as issuer, engine_in_a_home() as engine:
        engine.environment |= {"AMANA_OIDC_ISSUER": issuer.url, "AMANA_OIDC_CLIENT_ID": "amana", "AMANA_PASSWORDS": "on"}
        engine.start()
        made = engine.amana("workspace", "create", "Lab")
        lead = Person(*browser, "lead", DESKTOP | {"bypass_csp": True})
        page = lead.page

        # Somebody whom nobody invited is refused in words.
        page.goto(f"{engine.url}/sign-in")
        expect(lead.button("Go there")).to_be_visible()
        assert violations(page) == []
        lead.button("Go there").click()
        expect(page.get_by_role("alert")).to_contain_text("without an invitation there is no account")
        lead.picture("uninvited")
        assert violations(page) == []

        signed_in(lead, fact(made, "researcher link"))
        lead.link("Your account").click()
        lead.button("Link it").click()
        # Before the link is made the page already says what one would be for: the day is what tells them apart.
        expect(page.get_by_text(re.compile(r"^Linked \W?\d"))).to_be_visible()
        page.get_by_role("textbox", name="Password", exact=True).fill("correct horse battery")
        lead.button("Set the password").click()
        expect(page.get_by_text("The name is shown this once.")).to_be_visible()
        name = page.get_by_label("Your sign-in name").input_value()
        lead.picture("linked", full=True)
        assert violations(page) == []

        lead.button("Sign out").click()
        lead.link("Sign in").click()
        lead.button("Go there").click()
        page.wait_for_url("**/client")
        lead.button("Sign out").click()
        lead.link("Sign in").click()
        page.get_by_label("Your sign-in name").fill(name)
        page.get_by_role("textbox", name="Password", exact=True).fill("correct horse battery")
        page.keyboard.press("Enter")
        page.wait_for_url("**/client")
        assert lead.complaints == []


def test_one_operator_proposes_and_another_approves(engine: Engine, browser: tuple[Any, Strip]) -> None:
    links = [fact(engine.amana("operator", "create", name), "operator link") for name in ("Ada", "هدى")]
    assert "There are two operators" in engine.amana("operator", "create", "Third", status=1)
    ada, huda = (
        Person(*browser, "ada", DESKTOP | {"bypass_csp": True}),
        Person(*browser, "huda", PHONE_IN_ARABIC | {"bypass_csp": True}),
    )
    for person, link in ((ada, links[0]), (huda, links[1])):
        person.page.goto(link)
        person.page.locator("main .primary").click()
        person.page.wait_for_url("**/operator")
    expect(ada.page.get_by_text("Nobody is proposed.")).to_be_visible()
    ada.page.get_by_label("What you call the person").fill("Grace")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_text("Another operator has to approve it.")).to_be_visible()
    expect(ada.button(re.compile("^Approve"))).to_have_count(0)
    ada.picture("proposed")
    assert violations(ada.page) == []
    huda.page.reload()
    huda.button(re.compile("^أوافق")).tap()
    link = huda.page.get_by_label("رابط المرة الواحدة للمشغّل الجديد").input_value()
    huda.picture("approved", full=True)
    assert violations(huda.page) == []
    grace = Person(*browser, "grace", DESKTOP)
    grace.page.goto(link)
    grace.page.locator("main .primary").click()
    expect(grace.page.get_by_role("listitem")).to_have_count(3)
    printed = engine.amana("account", "events")
    assert "operator_approved" in printed
    assert "Grace" not in printed
    assert ada.complaints + huda.complaints + grace.complaints == []
