"""The demo workspace: real public data to try the engine on, brought in through the public HTTP API as any client would."""

import asyncio
from pathlib import Path

import msgspec
from rich.console import Console

from amana.actions import people
from amana.api.context import Context
from amana.client import Client
from amana.config import Settings
from amana.outside.files import write_whole

DATA = Path(__file__).parent / "data"
_MARKER = "demo.json"


async def announce(context: Context, settings: Settings, out: Console) -> None:
    """Make the demo workspace on the first start and print its key and links; later starts only say that it is there."""
    marker = settings.home / _MARKER
    if marker.exists():
        out.print(f"The demo workspace is there since an earlier start: project {_remembered(marker)}")
        return
    made = await people.open_workspace(context.db, context.seal, "Demo lab")
    project_id, link = await asyncio.to_thread(_fill, f"http://localhost:{settings.port}", made.key)
    write_whole(marker, msgspec.json.encode({"project_id": project_id}))
    door = f"http://localhost:{settings.port}/link#"
    out.print("A demo workspace was made. Its links let one browser in each, once; they are printed this once:")
    out.print(f"  researcher  {door}{made.client_link}")
    out.print(f"  annotator   {door}{link}")
    out.print(f"  auditor     {door}{made.auditor_link}")
    out.print(f"  API key     {made.key}")
    out.print(f"  project     {project_id}")


def _fill(url: str, key: str) -> tuple[str, str]:
    with Client(url, key) as client:
        project = client.post(
            "/api/client/projects",
            {
                "name": "Which answer is better?",
                "task_type": "comparison",
                "rate_minor": 12,
                "currency": "EUR",
                "annotations_needed": 3,
                "guideline": "Read the prompt, then both answers. Choose the one that does what was asked.",
            },
        )
        base = f"/api/client/projects/{project['project_id']}"
        plan = client.send_file(f"{base}/plans", DATA / "preference_pandalm.jsonl")
        client.post(f"{base}/plans/{plan['plan_id']}/commit")
        client.post(f"{base}/open")
        invited = client.post(f"{base}/invitations", {"label": "Visitor"})
    return project["project_id"], invited["link"]


def _remembered(marker: Path) -> str:
    return str(msgspec.json.decode(marker.read_bytes())["project_id"])
