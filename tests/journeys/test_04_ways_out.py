"""Not sure, out of my field, the guideline is wrong: from the desk, by keyboard and without a connection, to the lead's page and back."""

import pytest
from playwright.sync_api import expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import signed_in, violations

pytestmark = pytest.mark.browser


def test_a_task_is_passed_on_answered_by_the_lead_and_comes_back() -> None:
    with engine_in_a_home() as engine, browser_of("04-ways-out") as browser:
        engine.start()
        made = engine.amana("workspace", "create", "Lab")
        with Client(engine.url, fact(made, "API key")) as lab:
            desk = Desk(engine, lab, browser, tasks=1, skips_a_day_max=0)
            shown = desk.page.locator("main").inner_text()
            # What opens over the desk comes by itself, after the first task.
            desk.page.wait_for_load_state("networkidle")
            desk.person.context.set_offline(True)
            desk.page.keyboard.press("Slash")
            expect(desk.page.get_by_role("dialog", name="Keys")).to_contain_text("choose an answer")
            desk.page.keyboard.press("Escape")
            expect(desk.page.get_by_role("dialog")).to_have_count(0)
            desk.page.keyboard.press("KeyG")
            dialog = desk.page.get_by_role("dialog", name="The guideline is wrong")
            dialog.get_by_role("textbox").fill("Rule 3 contradicts rule 2")
            assert violations(desk.page) == []
            desk.person.picture("says-why")
            dialog.get_by_role("button", name="Pass it on").click()
            expect(desk.page.get_by_role("contentinfo")).to_contain_text("That is no skip")
            desk.person.context.set_offline(False)
            desk.is_saved("there")
            lead = Person(*browser, "lead", DESKTOP)
            signed_in(lead, fact(made, "researcher link"))
            lead.page.goto(f"{engine.url}/client/projects/{desk.project}")
            concern = lead.page.locator("[data-concern=guideline_wrong]")
            expect(concern).to_contain_text("Rule 3 contradicts rule 2")
            concern.get_by_label("Your answer").fill("Rule 2 holds.")
            concern.get_by_label("open again").select_option("person")
            assert violations(lead.page) == []
            lead.picture("answers")
            concern.get_by_role("button", name="Done").click()
            expect(concern).to_contain_text("open again for this person")
            expect(desk.page.locator("main")).to_contain_text("first 0", timeout=20_000)
            assert desk.page.locator("main").inner_text() == shown
            desk.page.get_by_role("button", name="Guideline v").click()
            beside = desk.page.get_by_role("dialog", name="Beside the task")
            beside.get_by_role("tab", name="Questions").click()
            expect(beside).to_contain_text("Rule 2 holds.")
            assert violations(desk.page) == []
