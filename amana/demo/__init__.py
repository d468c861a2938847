"""The demo workspace: real public data to try the engine on, brought in through the public HTTP API as any client would.

300 pairs of arguments from online debates, and the answers that 276 people gave them. Half of the answers come at once,
then one a second while somebody looks at a lead's page; thirty tasks keep a place for the visitor, who can try every task type.
"""

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from amana.actions import people
from amana.api.context import Context
from amana.client import Client, Refused
from amana.config import Settings
from amana.demo import instruments
from amana.model.imports import Mapping
from amana.outside.files import write_whole
from amana.replay import Recording, Replay

DATA = Path(__file__).parent / "data"
ITEMS = DATA / "preference_ukp_items.jsonl"
ANNOTATIONS = DATA / "preference_ukp_annotations.jsonl"
MAPPING = Mapping({"prompt": ("topic", "description"), "responses": ("text_a", "text_b"), "item_id": ("item_id",)})
QUESTION = {"en": "Which argument is more convincing?", "ar": "أيّ الحجّتين أكثر إقناعًا؟"}
GUIDELINE = """Two people argue for the same side of a debate. Choose the argument that would convince more people who listen with
an open mind, whatever you think of the debate yourself.

- Judge the argument, not the spelling.
- "About equal" is a good answer where you honestly can't tell.

يدافع شخصان عن الرأي نفسه. اختر الحجة التي تقنع عددًا أكبر ممن يستمعون بإنصاف، أيًّا كان رأيك.
"""
KEPT_FOR_THE_VISITOR = 30
LOOKING_SECONDS = 5.0  # a lead's page asks again every two seconds while it is open

_MARKER = "demo.json"


async def run(context: Context, settings: Settings, out: Console) -> None:
    """Make the demo on the first start, print its links, then let its recorded crowd work until cancelled.

    Later starts only say that it is there: nothing is replayed twice.
    """
    marker = settings.home / _MARKER
    if marker.exists():
        out.print(f"The demo workspace is there since an earlier start: project {_remembered(marker)}")
        return
    url = f"http://localhost:{settings.port}"
    made = await people.open_workspace(context.db, context.seal, "Demo lab")
    project_id, link = await asyncio.to_thread(_fill, url, made.key)
    write_whole(marker, msgspec.json.encode({"project_id": project_id}))
    out.print("A demo workspace was made. Its links let one browser in each, once; they are printed this once:")
    out.print(f"  researcher  {url}/link#{made.client_link}")
    out.print(f"  annotator   {url}/link#{link}")
    out.print(f"  auditor     {url}/link#{made.auditor_link}")
    out.print(f"  API key     {made.key}")
    out.print(f"  project     {project_id}")
    stopped = threading.Event()
    try:
        await asyncio.to_thread(_work, context, url, made.key, project_id, stopped)
    finally:
        stopped.set()


def recording() -> Recording:
    """The recorded crowd. Of the last thirty items one answer each is left out: their places are the visitor's."""
    whole = Recording.read(ITEMS, ANNOTATIONS, MAPPING)
    kept = set(list(whole.items)[-KEPT_FOR_THE_VISITOR:])
    answers = []
    for answer in whole.answers:
        if answer.item_id in kept:
            kept.remove(answer.item_id)
        else:
            answers.append(answer)
    return Recording(whole.items, tuple(answers))


def _fill(url: str, key: str) -> tuple[str, str]:
    """The debates and one project of each task type, all open, and the visitor's link to them."""
    with Client(url, key) as client:
        project = client.post(
            "/api/client/projects",
            {
                "name": "Debate pairs",
                "task_type": "comparison",
                "rate_minor": 12,
                "currency": "EUR",
                "annotations_needed": 5,
                "guideline": GUIDELINE,
                "options": {"question": QUESTION},
            },
        )
        base = f"/api/client/projects/{project['project_id']}"
        plan = client.send_file(f"{base}/plans", ITEMS)
        client.put(f"{base}/plans/{plan['plan_id']}/mapping", msgspec.to_builtins(MAPPING))
        client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
        invited = client.post(f"{base}/invitations", {"label": "Visitor"})
        instruments.fill(client, invited["pseudonym"])
    return project["project_id"], invited["link"]


def _work(context: Context, url: str, key: str, project_id: str, stopped: threading.Event) -> None:
    """In a thread of its own, until done or stopped: half of the answers at once, then one a second while a lead looks."""
    crowd = recording()
    try:
        with Client(url, key) as client:
            replay = Replay(client, project_id, crowd)
            for number, _ in enumerate(replay.answers(), start=1):
                if stopped.is_set():
                    return
                while number >= len(crowd.answers) // 2:
                    if stopped.wait(1.0):
                        return
                    if time.monotonic() - context.presence.lead_at < LOOKING_SECONDS:
                        break
    except Refused:
        if not stopped.is_set():  # the engine went down under it: nobody is there to be told
            raise


def _remembered(marker: Path) -> Any:
    return msgspec.json.decode(marker.read_bytes())["project_id"]
