"""Projects and the people in them."""

import msgspec

from amana.cli.duplicates import told
from amana.cli.terminal import ProjectOption, client, door, out
from amana.client import Refused


def create(
    name: str,
    *,
    rate_minor: int,
    currency: str,
    task_type: str = "comparison",
    options: str = "{}",
    annotations_needed: int = 3,
    annotations_min: int | None = None,
    budget_minor: int | None = None,
) -> None:
    """Make a draft project and print its id.

    Parameters
    ----------
    name
        What its people call it.
    rate_minor
        Pay for one annotation in minor units (cents, fils, yen).
    currency
        Three letters, ISO 4217.
    task_type
        comparison, classification, rewriting, or one that an installed package brings.
    options
        What the type lets a project set, as JSON: '{"mode": "several", "classes": ["praise", "complaint"]}'.
    annotations_needed
        How many people answer each task.
    annotations_min
        Leave it to the engine: at least so many people answer each task, at most annotations_needed, and another is asked only
        while another answer is expected to say something.
    budget_minor
        The most it may cost in minor units; imports that would go over it are refused.
    """
    try:
        chosen = msgspec.json.decode(options, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError as error:
        raise Refused(f"--options is not a JSON object: {error}.") from None
    body = {
        "name": name,
        "task_type": task_type,
        "options": chosen,
        "rate_minor": rate_minor,
        "currency": currency,
        "annotations_needed": annotations_needed,
        "annotations_min": annotations_min,
        "budget_minor": budget_minor,
    }
    with client() as asking:
        out.print(asking.post("/api/client/projects", body)["project_id"])


def listing() -> None:
    """Show the workspace's projects."""
    with client() as asking:
        rows = asking.get("/api/client/projects")
    if not rows:
        out.print("No project yet. Make one: amana project create NAME --rate-minor 12 --currency EUR")
        return
    for row in rows:
        rate = f"{row['rate_minor']} {row['currency']}"
        out.print(f"{row['project_id']}  {row['state']:<7} {row['task_type']:<12} {rate:>12}  {row['name']}")


def show(project_id: str) -> None:
    """Show where a project stands. needed = answered + held + slots."""
    with client() as asking:
        page = asking.get(f"/api/client/projects/{project_id}")
    out.print(f"{page['project']['name']}: {page['project']['state']}")
    for name, count in page["progress"].items():
        out.print(f"{name:>14}  {count}")


def let_in(project_id: str) -> None:
    """Let annotators claim the project's tasks. Says what is known of near-duplicates."""
    with client() as asking:
        near = asking.get(f"/api/client/projects/{project_id}/near-duplicates", limit=1)
        asking.post(f"/api/client/projects/{project_id}/open")
    out.print("open")
    if near["looking"] or near["copies"]:
        out.print(f"{told(near)} See: amana duplicates list --project {project_id}")


def invite(*, project: ProjectOption, label: str) -> None:
    """Invite an annotator into a project; prints a one-time link.

    Parameters
    ----------
    project
        The project's id.
    label
        What you call the person. Exports know them by a pseudonym.
    """
    with client() as asking:
        made = asking.post(f"/api/client/projects/{project}/invitations", {"label": label})
    out.print(f"link       {door()}{made['link']}")
    out.print(f"pseudonym  {made['pseudonym']}")
