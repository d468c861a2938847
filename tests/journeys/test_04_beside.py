"""Beside the task: a guideline that changed, its examples, one's own answers, and questions whose answers all can read."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from amana.client import Client
from tests.journeys.browser import DESKTOP, Person, browser_of
from tests.journeys.desk import Desk
from tests.journeys.engine import engine_in_a_home, fact
from tests.journeys.every_page import signed_in, speak, violations

pytestmark = pytest.mark.browser

GUIDELINE = """Prefer the answer that does what was asked.

## Examples

A short answer that is *right*.

## Counter-examples

A long answer that is wrong.
"""
CHANGED = GUIDELINE.replace("what was asked", "all that was asked, politely")
NARROW: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "locale": "ar", "has_touch": True, "is_mobile": True}
NEWS_MS = 45_000  # the desk looks for news twice a minute


def beside(page: Page, name: str = "Beside the task") -> Locator:
    return page.get_by_role("dialog", name=name)


def said(words: str) -> re.Pattern[str]:
    """The words, with or without the marks that keep a number or a name from turning its neighbours round."""
    return re.compile("[\u2068\u2069]*".join(map(re.escape, words)))


def sound(page: Page) -> None:
    """Nothing is wrong with it by light or in the dark, and it is no wider than the page."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_stands_beside_the_task() -> None:
    with engine_in_a_home() as engine, browser_of("04-beside") as browser:
        engine.start()
        made = engine.amana("workspace", "create", "Lab")
        key = fact(made, "API key")
        with Client(engine.url, key) as lab:
            desk = Desk(engine, lab, browser, tasks=6, guideline=GUIDELINE, skips_a_day_max=0)
            page, header = desk.page, desk.page.get_by_role("banner")
            expect(header).to_contain_text(said("Guideline v1 (1 new)"))
            lead = Person(*browser, "lead", DESKTOP)
            signed_in(lead, fact(made, "researcher link"))

            # By keyboard, beside a task that stays as it is; the desk's keys go on, and what is pressed in there is not meant for it.
            page.keyboard.press("Digit1")
            shown = page.locator("main").inner_text()
            page.keyboard.press("KeyH")
            expect(beside(page)).to_contain_text("does what was asked")
            expect(beside(page)).not_to_contain_text("a short answer", ignore_case=True)
            expect(header).not_to_contain_text("new")
            expect(page.get_by_role("radio").first).to_be_checked()
            assert page.locator("main").inner_text() == shown
            assert not boxes_overlap(page.locator("main"), beside(page))
            expect(beside(page).get_by_role("tab", name="Guideline")).to_be_focused()
            page.keyboard.press("ArrowRight")
            expect(beside(page).locator("[data-examples=good]")).to_contain_text("A short answer that is right.")
            expect(beside(page).locator("[data-examples=counter]")).to_contain_text("A long answer that is wrong.")
            page.keyboard.press("Digit2")
            expect(page.get_by_role("radio").first).to_be_checked()
            sound(page)
            desk.person.picture("examples")
            page.keyboard.press("Escape")
            expect(beside(page)).to_have_count(0)

            # A lead changes it; another, who had the older version before them, is told and shown what changed.
            other_lead = lead.page
            late = lead.new_page()
            late.goto(f"{engine.url}/client/projects/{desk.project}/guideline")
            expect(late.get_by_label(said("The guideline, to be version 2"))).to_have_value(GUIDELINE)
            other_lead.goto(f"{engine.url}/client/projects/{desk.project}")
            other_lead.get_by_role("link", name="Guideline").click()
            other_lead.get_by_label(said("The guideline, to be version 2")).fill(CHANGED)
            sound(other_lead)
            other_lead.get_by_role("button", name="Put this version in force").click()
            expect(other_lead.get_by_role("main")).to_contain_text(said("Version 2 is in force"))
            changes = other_lead.locator("[data-guideline=changes]")
            expect(changes.locator("ins").first).to_have_text("all that")
            late.get_by_label(said("The guideline, to be version 2")).fill(GUIDELINE + "Mine.")
            late.get_by_role("button", name="Put this version in force").click()
            expect(late.get_by_role("alert")).to_contain_text("version 2 is in force")
            expect(late.get_by_label(said("The guideline, to be version 3"))).to_have_value(GUIDELINE + "Mine.")
            expect(late.locator("[data-guideline=changes] ins").first).to_have_text("all that")
            sound(late)
            lead.picture("changed-meanwhile", full=True)
            late.close()
            lead.page = other_lead

            # The desk says what is new, and that the task in hand goes by the older one; what changed opens first, offline too.
            expect(header).to_contain_text(said("Guideline v2 (1 new) · this task: v1"), timeout=NEWS_MS)
            page.wait_for_load_state("networkidle")
            desk.person.context.set_offline(True)
            page.keyboard.press("KeyH")
            changes = beside(page).locator("[data-guideline=changes]")
            expect(changes.locator("ins").first).to_have_text("all that")
            expect(beside(page)).to_contain_text(said("handed out under version 1"))
            sound(page)
            desk.person.picture("what-changed")
            beside(page).get_by_role("button", name="The whole text").click()
            expect(beside(page).locator("[data-guideline=whole]")).to_contain_text("all that was asked, politely")
            desk.person.context.set_offline(False)
            expect(header).not_to_contain_text("new", timeout=NEWS_MS)

            # A question about this task: nobody but the lead and its asker reads it before it is answered.
            beside(page).get_by_role("tab", name="Questions").click()
            beside(page).get_by_label("Ask the lead").fill("Does politeness count more than being right?")
            beside(page).get_by_label("About the task on the page").check()
            beside(page).get_by_role("button", name="Ask", exact=True).click()
            expect(beside(page).locator("[data-question=waits]")).to_contain_text("about the task on the page")
            sound(page)
            other = Person(*browser, "other", NARROW)
            other.page.on("dialog", lambda dialog: dialog.accept())
            speak(other.page, engine.url, "ar")
            _, link = desk.invite()
            signed_in(other, link)
            other.page.goto(f"{engine.url}/desk/{desk.project}")
            expect(other.page.get_by_role("radio").first).to_be_attached()
            theirs = beside(other.page, "بجانب المهمة")
            other.page.get_by_role("banner").get_by_role("button", name=re.compile("دليل العمل")).click()
            expect(theirs).to_contain_text("politely")
            theirs.get_by_role("tab", name="أسئلة").click()
            expect(theirs).to_contain_text("لم يسأل أحد")
            expect(theirs).not_to_contain_text("politeness")
            sound(other.page)
            other.picture("questions")
            theirs.get_by_role("button", name="إغلاق").click()

            other_lead.goto(f"{engine.url}/client/projects/{desk.project}")
            question = other_lead.locator("[data-concern=question]")
            expect(other_lead.locator("[data-waiting=questions]")).to_have_text(said("1 waits for an answer."))
            question.get_by_label("Your answer").fill("No. Being right comes first.")
            sound(other_lead)
            question.get_by_role("button", name="Answer").click()
            expect(question).to_contain_text("Answered for everybody")
            page.keyboard.press("Escape")
            expect(header).to_contain_text(said("1 answer for you"), timeout=NEWS_MS)
            page.keyboard.press("KeyH")
            expect(beside(page).locator("[data-question=answered]")).to_contain_text("Being right comes first.")
            expect(header).not_to_contain_text("for you")
            other.page.get_by_role("banner").get_by_role("button", name=re.compile("دليل العمل")).click()
            theirs.get_by_role("tab", name="أسئلة").click()
            expect(theirs.locator("[data-question=answered]")).to_contain_text("Being right comes first.")
            expect(theirs).not_to_contain_text("Somebody")  # the label by which the lead knows who asked

            # My answers: as they were seen and given, and what the lead said.
            page.keyboard.press("Escape")
            desk.answer("1")
            desk.is_saved("there")
            desk.answer("3")
            desk.is_saved("there")
            page.keyboard.press("KeyH")
            beside(page).get_by_role("tab", name="My answers").click()
            mine = beside(page).locator("details")
            expect(mine).to_have_count(2)
            mine.last.locator("summary").click()
            expect(mine.last).to_contain_text("Being right comes first.")
            expect(mine.last.get_by_role("radio").first).to_be_checked()
            expect(mine.last.get_by_role("radio").first).to_be_disabled()
            expect(page.locator("main").get_by_role("radio").first).not_to_be_checked()
            sound(page)
            desk.person.picture("my-answers")
            speak(page, engine.url, "ar")
            page.reload()
            expect(page.get_by_role("radio").first).to_be_attached()
            page.keyboard.press("KeyH")
            expect(beside(page, "بجانب المهمة").get_by_role("tab", name="دليل العمل")).to_be_focused()
            page.keyboard.press("ArrowLeft")
            page.keyboard.press("ArrowLeft")
            expect(beside(page, "بجانب المهمة").get_by_role("tab", name="إجاباتي")).to_be_focused()
            expect(beside(page, "بجانب المهمة").locator("details")).to_have_count(2)
            sound(page)
            desk.person.picture("my-answers-arabic")
            assert (desk.person.complaints, other.complaints, lead.complaints) == ([], [], [])

            # By command line.
            listed = engine.amana("questions", desk.project, key=key)
            assert "> Does politeness count more than being right?" in listed
            assert "< No. Being right comes first." in listed
            assert "+Prefer the answer that does all that was asked, politely." in engine.amana(
                "guideline", "diff", desk.project, "1", key=key
            )


def boxes_overlap(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.bounding_box()
    assert first is not None
    assert second is not None
    return first["x"] < second["x"] + second["width"] and second["x"] < first["x"] + first["width"]
