"""Content that wants to run, brought in by every way that there is and looked at on every page that shows it, in Chromium.

What counts: a call of the function that each page has planted in it, a dialog, an element that only content can have brought, and a
request to another host. The same vectors in a page that does not clean them show that the watch would notice.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import msgspec
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, sync_playwright

from bench.bar import Bar
from bench.walls.vectors import vectors
from tests.journeys.browser import CHROMIUM, DESKTOP, FLAGS
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.lab import json_lines
from tests.samples import gif, jpeg, mp3, png, png_text, wav

CANARY = "the canary ran"
KEYS_AT_ONCE = 80
NAME_CHARS = 150
CLASS_CHARS = 98
_PLANT = f"window.xss = () => console.log('{CANARY}')"
# What no page of the app has by itself: a handler as an attribute, an address that is a program, an element that loads a page.
_FOREIGN_ELEMENTS = """() => [...document.querySelectorAll('*')].filter((one) =>
    ['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FRAME', 'MARQUEE', 'MATH', 'TEMPLATE'].includes(one.tagName.toUpperCase())
    || [...one.attributes].some((a) => /^on/i.test(a.name)
        || (/^(href|src|action|formaction|data|poster|srcset|xlink:href)$/i.test(a.name) && /^[\\s\\x00-\\x20]*(javascript|vbscript|data):/i.test(a.value))
        || a.name === 'srcdoc')
).map((one) => one.outerHTML.slice(0, 200))"""
_SETTLED = "() => document.querySelector('main') && !document.querySelector('[data-state=loading]')"
_FOLLOW = "() => document.querySelectorAll('a').forEach((one) => one.protocol && !one.protocol.startsWith('http') && one.click())"
_GO = "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }"


class Watch:
    """Somebody at a browser of their own, and what happened there that must not."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.ran: list[str] = []
        self.asked: list[str] = []
        self.pages = 0
        self.context: BrowserContext = browser.new_context(**DESKTOP)
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(_PLANT)
        self.context.on("console", self._heard)
        self.context.on("dialog", self._dialog)
        self.context.on("request", self._requested)
        self.page: Page = self.context.new_page()

    def enter(self, link: str) -> None:
        """Come in by a one-time link, as whoever it is for."""
        answered = self.context.request.post(f"{self.url}/api/session", data={"link": link.rpartition("#")[2]})
        assert answered.ok, answered.text()

    def open(self, path: str) -> None:
        """Load a page, and look at it once it shows what it has to show."""
        self.page.goto(self.url + path)
        self.look()

    def go(self, path: str) -> None:
        """The same without loading the app anew."""
        self.page.evaluate(_GO, path)
        self.look()

    def look(self) -> None:
        self.page.wait_for_function(_SETTLED)
        self.pages += 1
        self.ran += [f"{self.page.url}: {one}" for one in self.page.evaluate(_FOREIGN_ELEMENTS)]

    def _heard(self, message: ConsoleMessage) -> None:
        if CANARY in message.text:
            self.ran.append(f"{self.page.url}: it ran")

    def _dialog(self, dialog: Dialog) -> None:
        self.ran.append(f"{self.page.url}: a dialog")
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(self.url):
            self.asked.append(request.url)


class Planted(msgspec.Struct):
    """One vector in every field of a project of its own."""

    vector: str
    project: str
    link: str
    plan: str
    task: str
    media: str


class Lab:
    """A lead's program that brings the vectors in."""

    def __init__(self, engine: Engine) -> None:
        made = engine.amana("workspace", "create", "<img src=x onerror=xss()>")
        self.link = fact(made, "researcher link")
        self.url = engine.url
        self.http = httpx.Client(base_url=engine.url, headers={"authorization": f"Bearer {fact(made, 'API key')}"}, timeout=60)

    def post(self, path: str, body: object) -> Any:
        return self.http.post(f"/api/client{path}", json=body).raise_for_status().json()

    def project(self, vector: str, task_type: str, options: dict[str, Any]) -> str:
        new = {"name": name_of(vector), "purpose": vector, "guideline": vector, "task_type": task_type, "options": options}
        made: str = self.post("/projects", new | {"rate_minor": 1, "currency": "EUR", "annotations_needed": 1})["project_id"]
        return made

    def bring(self, project: str, rows: Sequence[dict[str, Any]], file_name: str, fields: dict[str, list[str]]) -> str:
        base = f"/api/client/projects/{project}"
        sent = (
            self.http.post(f"{base}/plans", content=json_lines(rows), params={"file_name": file_name}).raise_for_status().json()
        )
        mapped = self.http.put(f"{base}/plans/{sent['plan_id']}/mapping", json={"fields": fields}).raise_for_status().json()
        assert mapped["bad_rows"] == 0, mapped["first_bad_rows"]
        self.http.post(f"{base}/plans/{sent['plan_id']}/commit").raise_for_status()
        self.http.post(f"{base}/open").raise_for_status()
        plan: str = sent["plan_id"]
        return plan

    def invite(self, project: str, label: str) -> str:
        link: str = self.post(f"/projects/{project}/invitations", {"label": label})["link"]
        return link

    def plant(self, number: int, vector: str) -> Planted:
        """A classification of which every text, name, class, label and file is the vector."""
        name = name_of(vector)
        mode = ("single", "several", "hierarchical")[number % 3]
        leaf = (name.replace("/", "∕") if mode == "hierarchical" else name)[:CLASS_CHARS]
        project = self.project(vector, "classification", {"classes": [leaf, f"{leaf} 2"], "mode": mode, "question": vector})
        media = self.http.post(
            f"/api/client/projects/{project}/media", content=polyglot(number, vector), params={"file_name": file_name_of(vector)}
        )
        media_id = media.raise_for_status().json()["media_id"]
        row = {"text": vector, "media": [{"id": media_id, "alt": vector}], "id": vector}
        plan = self.bring(project, [row], vector, {"text": ["text"], "media": ["media"], "item_id": ["id"]})
        [task] = self.http.get(f"/api/client/projects/{project}/tasks").raise_for_status().json()["tasks"]
        return Planted(vector, project, self.invite(project, vector[:NAME_CHARS]), plan, task["task_id"], media_id)


def name_of(vector: str) -> str:
    """What a name may be of it: what can't be printed is refused there."""
    return "".join(letter for letter in vector if letter.isprintable())[:NAME_CHARS].strip()


def file_name_of(vector: str) -> str:
    return re.sub(r"[/\\]", "∕", name_of(vector)) + ".png"


def polyglot(number: int, vector: str) -> bytes:
    """A file that is an image or a recording, and the vector: in a comment, after the end, or both."""
    said = vector.encode()
    kinds = (
        lambda: png(extra=png_text(said)) + said,
        lambda: gif(comment=said[:255]) + said,
        lambda: jpeg(comment=said) + said,
        lambda: wav() + said,
        lambda: mp3(tag=said) + said,
    )
    return kinds[number % len(kinds)]()


def at_the_desk(watch: Watch, planted: Planted) -> None:
    """The queue, the task with its files, the guideline, an answer, the statement."""
    watch.enter(planted.link)
    watch.open("/desk")
    watch.page.locator("main article a").first.click()
    watch.page.wait_for_selector("fieldset, [role=group]")
    watch.look()
    watch.page.locator("header button.plain").first.click()
    watch.page.wait_for_selector("dialog[open] .html")
    watch.look()
    for link in watch.page.locator("dialog[open] .html a:not([href^='https:'])").all():
        link.click()  # whoever reads it may follow it
    watch.page.keyboard.press("Escape")
    watch.page.keyboard.press("Digit1")
    watch.page.keyboard.press("Enter")
    watch.page.wait_for_selector("[data-state=empty]")
    watch.go("/desk/statement")


def at_the_leads(watch: Watch, planted: Planted) -> None:
    """The project's page with its people, the task as it was shown, the import's plan, and the file by itself."""
    base = f"/client/projects/{planted.project}"
    watch.go(base)
    watch.go(f"{base}/tasks/{planted.task}")
    watch.page.wait_for_selector("fieldset, [role=group]")
    watch.go(f"{base}/import/{planted.plan}")


def files_by_themselves(watch: Watch, planted: Sequence[Planted]) -> None:
    """Each file opened as a page of its own, which is what somebody does who is sent its address."""
    for one in planted:
        answered = watch.page.goto(f"{watch.url}/media/client/{one.project}/{one.media}", wait_until="commit")
        assert answered is not None
        assert answered.status == 200
        watch.pages += 1


def other_types(watch: Watch, lab: Lab, some: Sequence[str]) -> None:
    """Comparisons and rewritings whose every text is a vector, answered with vectors."""
    for task_type, columns in (("comparison", ("prompt", "a", "b")), ("rewriting", ("prompt", "original"))):
        option = "question" if task_type == "comparison" else "instruction"
        project = lab.project(some[0], task_type, {option: some[-1]})
        # The number makes each another task: some vectors differ by letters alone that are no text.
        rows = [dict.fromkeys(columns, f"{vector} {number}") for number, vector in enumerate(some)]
        fields = {"prompt": ["prompt"]} | ({"responses": ["a", "b"]} if task_type == "comparison" else {"original": ["original"]})
        lab.bring(project, rows, "rows.jsonl", fields)
        watch.enter(lab.invite(project, some[0][:NAME_CHARS]))
        watch.open(f"/desk/{project}")
        for vector in some:
            watch.page.wait_for_selector("textarea")
            watch.look()
            seen = watch.page.locator("main").inner_text()
            if task_type == "comparison":
                watch.page.keyboard.press("Digit1")
            for box in watch.page.locator("main textarea").all():
                box.fill(f"{vector} written")
            watch.page.keyboard.press("Control+Enter")
            watch.page.wait_for_function("(seen) => document.querySelector('main').innerText !== seen", arg=seen)
        watch.page.wait_for_selector("[data-state=empty]")


def lists(watch: Watch, lab: Lab, some: Sequence[str]) -> None:
    """All projects by their names, the log, and API keys by theirs."""
    watch.open("/client")
    watch.open("/client/log")
    for start in range(0, len(some), KEYS_AT_ONCE):
        made = [
            lab.post("/keys", {"label": vector[:NAME_CHARS], "verbs": ["read"]})["key_id"]
            for vector in some[start : start + KEYS_AT_ONCE]
        ]
        watch.open("/client/keys")
        for key_id in made:
            lab.http.post(f"/api/client/keys/{key_id}/revoke").raise_for_status()


def refused_as_media(lab: Lab, project: str, some: Sequence[str]) -> int:
    """How many of the vectors, sent as they are under a name of an image, are taken for one."""
    sent = (
        lab.http.post(f"/api/client/projects/{project}/media", content=one.encode(), params={"file_name": "x.png"})
        for one in some
    )
    return sum(answered.status_code != 422 for answered in sent)


def through_everything(browser: Browser, engine: Engine, some: Sequence[str]) -> tuple[Watch, Watch, int]:
    """Every vector through every way in and on every page: the annotator's browser, the lead's, and how many files were taken."""
    lab = Lab(engine)
    annotator, lead = Watch(browser, engine.url), Watch(browser, engine.url)
    lead.enter(lab.link)
    lead.open("/client")
    planted = []
    with lab.http:
        for number, vector in enumerate(some):
            planted.append(lab.plant(number, vector))
            at_the_desk(annotator, planted[-1])
            at_the_leads(lead, planted[-1])
        other_types(annotator, lab, some)
        lists(lead, lab, some)
        files_by_themselves(lead, planted)
        return annotator, lead, refused_as_media(lab, planted[0].project, some)


def without_cleaning(browser: Browser, url: str, some: Sequence[str]) -> list[str]:
    """Those vectors that run, or ask another host, in a page that puts them in as they are."""
    careless = MarkdownIt("commonmark", {"html": True}).enable("table")
    careless.validateLink = lambda url: True  # type: ignore[method-assign]
    caught = []
    watch = Watch(browser, url)
    shown: dict[str, str] = {}
    watch.context.route("**/planted", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=shown["page"]))
    for vector in some:
        for page in (
            f"<!doctype html><body>{vector}",
            f"<!doctype html><body>{careless.render(vector)}",
            f"<!doctype html><body><textarea>{vector}</textarea><input value=\"{vector}\"><input value='{vector}'>",
            f"<!doctype html><body><script>var a = \"{vector}\"</script><script>var a = '{vector}'</script><script>var a = `{vector}`</script>",
            f'<!doctype html><body><a href="{vector}">x</a>',
        ):
            shown["page"] = page
            watch.page = watch.context.new_page()
            watch.page.goto(f"{url}/planted", wait_until="commit")
            watch.page.wait_for_timeout(60)
            watch.page.evaluate(_FOLLOW)
            watch.page.close()
            if watch.ran or watch.asked:
                caught.append(vector)
                break
        watch.ran.clear()
        watch.asked.clear()
    watch.context.close()
    return caught


def bars() -> Iterator[Bar]:
    some = vectors()
    with sync_playwright() as playwright, engine_in_a_home() as engine:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        engine.start()
        annotator, lead, taken = through_everything(browser, engine, some)
        caught = without_cleaning(browser, engine.url, some)
        browser.close()
    ran, asked = annotator.ran + lead.ran, annotator.asked + lead.asked
    pages = annotator.pages + lead.pages
    note = f"{len(caught)} of them do in a page that does not clean; {taken} were taken for media; first: {(ran + asked)[:3]}"
    yield Bar(
        name="vectors of script that run in any page",
        figure=len(ran),
        unit=f"of {len(some)} vectors on {pages} looks at pages",
        goal="0",
        holds=not ran and not taken and len(some) >= 300,
        note=note,
    )
    yield Bar(
        name="requests to other hosts that content brings about",
        figure=len(asked),
        unit=f"of {len(some)} vectors on {pages} looks at pages",
        goal="0",
        holds=not asked,
        note=note,
    )
