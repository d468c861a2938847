"""The command line. `amana up` runs the engine; the other commands talk to a running one, or check files offline."""

import asyncio
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import App, Parameter
from rich.console import Console
from rich.progress import Progress

from amana import __version__, demo
from amana import app as engine_app
from amana.actions import people
from amana.api.context import Context
from amana.client import Client, Refused
from amana.config import Settings
from amana.core.access_log import ExportedRow
from amana.model.imports import Mapping
from amana.outside import delivery_folder
from amana.outside.delivery_folder import NoDelivery
from amana.outside.files import write_whole
from amana.outside.keys import KeyFileDamaged
from amana.outside.postgres.binaries import NoPostgres
from amana.outside.postgres.server import ServerUnusable
from amana.replay import Recording, Replay
from amana.store.migrate import MigrationEdited, SchemaTooNew, WrongKeyFile

_TOLD_IN_WORDS = (
    Refused,
    NoDelivery,
    ServerUnusable,
    NoPostgres,
    KeyFileDamaged,
    SchemaTooNew,
    MigrationEdited,
    WrongKeyFile,
    engine_app.PortTaken,
    ValueError,
    OSError,
)

cli = App(
    name="amana",
    version=__version__,
    help="""Amana, an open engine for human data.

    Start with `amana up` in one terminal. In another, `amana workspace create "My lab"` prints an API key;
    `export AMANA_KEY=…`, then:

    `amana project create "Debates" --rate-minor 12 --currency EUR` makes a project and prints its id.
    `amana import FILE.jsonl --project ID` shows what the file would become and, with `--yes`, makes the tasks.
    `amana project open ID` lets annotators in; `amana invite --project ID --label Noor` prints a one-time link.
    `amana export --project ID --out answers.jsonl` writes what was answered; `amana log verify FILE` checks the log.
    """,
)
workspace = App(name="workspace", help="Workspaces: one a client. For the operator of the installation.")
project = App(name="project", help="Projects: one kind of work, its pay and its rules.")
log = App(name="log", help="The access log: who was given, shown, answered and exported what.")
cli.command(workspace)
cli.command(project)
cli.command(log)

# Ids and links are for copying: never broken over two lines.
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

ProjectOption = Annotated[str, Parameter(name=["--project", "-p"])]


@cli.command
def up(*, with_demo: Annotated[bool, Parameter(name="--demo")] = False) -> None:
    """Run the engine until Ctrl-C: its own PostgreSQL, the HTTP server on loopback, the sweeps.

    Parameters
    ----------
    with_demo
        On the first start, make a demo workspace with a project of real model answers to compare.
    """
    settings = Settings.from_environment()
    engine_app.quiet_logging()

    async def beside(context: Context) -> None:
        out.print(f"Amana is up: http://localhost:{settings.port}/   (home: {settings.home}; Ctrl-C stops it)")
        if with_demo:
            await demo.run(context, settings, out)

    asyncio.run(engine_app.serve(settings, beside))


@workspace.command(name="create")
def create_workspace(name: str) -> None:
    """Open a client's workspace. Its API key and one-time links are printed once and kept nowhere.

    Parameters
    ----------
    name
        The client's name; it is sealed.
    """

    async def run() -> people.NewWorkspace:
        async with engine_app.engine(Settings.from_environment()) as context:
            return await people.open_workspace(context.db, context.seal, name)

    made = asyncio.run(run())
    out.print(f"workspace        {made.workspace_id}")
    out.print(f"API key          {made.key}")
    out.print(f"researcher link  {_door()}{made.client_link}")
    out.print(f"auditor link     {_door()}{made.auditor_link}")


@project.command(name="create")
def create_project(
    name: str,
    *,
    rate_minor: int,
    currency: str,
    task_type: str = "comparison",
    annotations_needed: int = 3,
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
        The kind of task.
    annotations_needed
        How many people answer each task.
    budget_minor
        The most it may cost in minor units; imports that would go over it are refused.
    """
    body = {
        "name": name,
        "task_type": task_type,
        "rate_minor": rate_minor,
        "currency": currency,
        "annotations_needed": annotations_needed,
        "budget_minor": budget_minor,
    }
    with _client() as client:
        out.print(client.post("/api/client/projects", body)["project_id"])


@project.command(name="list")
def list_projects() -> None:
    """Show the workspace's projects."""
    with _client() as client:
        rows = client.get("/api/client/projects")
    if not rows:
        out.print("No project yet. Make one: amana project create NAME --rate-minor 12 --currency EUR")
        return
    for row in rows:
        rate = f"{row['rate_minor']} {row['currency']}"
        out.print(f"{row['project_id']}  {row['state']:<7} {row['task_type']:<12} {rate:>12}  {row['name']}")


@project.command(name="show")
def show_project(project_id: str) -> None:
    """Show where a project stands. needed = answered + held + slots."""
    with _client() as client:
        page = client.get(f"/api/client/projects/{project_id}")
    out.print(f"{page['project']['name']}: {page['project']['state']}")
    for name, count in page["progress"].items():
        out.print(f"{name:>14}  {count}")


@project.command(name="open")
def open_project(project_id: str) -> None:
    """Let annotators claim the project's tasks."""
    with _client() as client:
        client.post(f"/api/client/projects/{project_id}/open")
    out.print("open")


@cli.command(name="import")
def import_file(file: Path, *, project: ProjectOption, mapping: str | None = None, yes: bool = False) -> None:
    """Show what a JSON Lines file would become, and with --yes make its tasks: all of them or none.

    Parameters
    ----------
    file
        One JSON object a line, UTF-8.
    project
        The project's id.
    mapping
        Which columns feed which field, as JSON, if the guess is wrong: '{"responses": ["a", "b"], "prompt": ["q"]}'.
    yes
        Commit the plan.
    """
    base = f"/api/client/projects/{project}/plans"
    with _client() as client:
        plan = client.send_file(base, file)
        if mapping is not None:
            plan = client.put(f"{base}/{plan['plan_id']}/mapping", {"fields": msgspec.json.decode(mapping)})
        out.print(
            f"{plan['rows']} rows in {plan['file_name']}: {plan['tasks']} tasks, "
            f"{plan['duplicates']} exact duplicates left out, {plan['bad_rows']} bad rows"
        )
        for field, columns in plan["mapping"]["fields"].items():
            out.print(f"  {field:<12} from {', '.join(columns)}")
        out.print(f"  ignored      {', '.join(plan['ignored_columns']) or 'nothing'}")
        out.print(f"  at most      {plan['price_minor']} {plan['currency']} in minor units")
        for bad in plan["first_bad_rows"]:
            err.print(f"row {bad['row']}, {bad['field'] or 'the line'}: {bad['reason']}", style="red")
        if plan["bad_rows"]:
            sys.exit(1)
        if not yes:
            out.print("Nothing was made. Add --yes to make the tasks.")
            return
        batch = client.post(f"{base}/{plan['plan_id']}/commit")
    out.print(f"batch {batch['batch_id']}: {batch['tasks']} tasks")


@cli.command
def invite(*, project: ProjectOption, label: str) -> None:
    """Invite an annotator into a project; prints a one-time link.

    Parameters
    ----------
    project
        The project's id.
    label
        What you call the person. Exports know them by a pseudonym.
    """
    with _client() as client:
        made = client.post(f"/api/client/projects/{project}/invitations", {"label": label})
    out.print(f"link       {_door()}{made['link']}")
    out.print(f"pseudonym  {made['pseudonym']}")


@cli.command
def export(*, project: ProjectOption, out_file: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Write a project's annotations as JSON Lines, aside first, so that the file is whole or absent.

    Parameters
    ----------
    project
        The project's id.
    out_file
        Where to write.
    """
    out.print(f"{_download(f'/api/client/projects/{project}/annotations', out_file)} annotations in {out_file}")


@cli.command
def replay(items: Path, annotations: Path, *, project: ProjectOption, mapping: str | None = None) -> None:
    """Let a recorded crowd answer a project's tasks: its people are invited, handed their tasks, and submit, over HTTP.

    Parameters
    ----------
    items
        The comparisons as they were imported, with an item_id column.
    annotations
        JSON Lines with item_id, annotator_id, label (a, equal or b) and, if there is one, a reason.
    project
        The project's id.
    mapping
        As it was given to `amana import`, if it was.
    """
    fields = Mapping(msgspec.json.decode(mapping, type=dict[str, tuple[str, ...]])) if mapping else None
    recording = Recording.read(items, annotations, fields)
    with _client() as client, Progress(console=err, transient=True) as bar:
        asked = bar.add_task("inviting", total=None)
        crowd = Replay(client, project, recording)
        bar.update(asked, description="answering", total=len(recording.answers))
        submitted = 0
        for _ in crowd.answers():
            submitted += 1
            bar.update(asked, completed=submitted)
    out.print(f"{submitted} of {len(recording.answers)} recorded annotations submitted")


@cli.command
def deliver(*, project: ProjectOption, out_folder: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Freeze what is settled into signed files and download them into a new folder, which is whole or absent.

    Parameters
    ----------
    project
        The project's id.
    out_folder
        A folder that does not exist yet.
    """
    if out_folder.exists():
        raise Refused(f"{out_folder} is there already. Name a folder that is not.")
    base = f"/api/client/projects/{project}/deliveries"
    with _client() as client:
        made = client.post(base)
        with tempfile.TemporaryDirectory(dir=out_folder.absolute().parent, prefix=".amana-") as aside:
            archive = Path(aside) / "delivery.zip"
            with archive.open("wb") as file:
                for piece in client.stream(f"{base}/{made['delivery_id']}/archive"):
                    file.write(piece)
            with zipfile.ZipFile(archive) as opened:
                [folder] = {name.partition("/")[0] for name in opened.namelist()}
                opened.extractall(aside)
            (Path(aside) / folder).rename(out_folder)
    out.print(f"{made['tasks']} tasks, {made['annotations']} annotations in {out_folder}")
    for file_name, reasons in made["left_out"].items():
        for reason, count in reasons.items():
            out.print(f"{count} tasks left out of {file_name}: {reason}")
    out.print(f"signed by {made['public_key']}")


@cli.command(name="verify")
def verify_delivery(folder: Path, *, key: str | None = None) -> None:
    """Check a delivery offline: its signature, every file's hash, every figure against the rows. Exit status 1 if not so.

    Parameters
    ----------
    folder
        What `amana deliver` wrote, or an unpacked archive.
    key
        The public key in hex that must have signed it.
    """
    verdict = delivery_folder.verify(folder, key)
    for complaint in verdict.complaints:
        err.print(complaint, style="red")
    if verdict.complaints or verdict.manifest is None:
        sys.exit(1)
    out.print(f"Yes: {verdict.manifest.tasks} tasks and {verdict.manifest.annotations} annotations are as they were signed")
    for question in verdict.manifest.questions:
        if question.alpha is not None:
            alpha = f"{question.alpha:.4f} ({question.alpha_low:.4f} to {question.alpha_high:.4f})"
            out.print(
                f"{question.name}: Krippendorff's alpha {alpha} over {question.alpha_tasks} tasks, recomputed from the rows"
            )
    out.print(f"signed by {verdict.public_key}" + ("" if key else "; compare it with the key your engine shows, or give --key"))


@log.command(name="export")
def export_log(*, out_file: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Write the workspace's access log as JSON Lines.

    Parameters
    ----------
    out_file
        Where to write.
    """
    out.print(f"{_download('/api/client/access-log', out_file)} rows in {out_file}")


@log.command(name="verify")
def verify_log(file: Path) -> None:
    """Recompute every row's commitment, offline. Exit status 1 and the row numbers if any was altered.

    Parameters
    ----------
    file
        What `amana log export` wrote.
    """
    rows = [msgspec.json.decode(line, type=ExportedRow) for line in file.read_bytes().splitlines()]
    bad = [row.seq for row in rows if not row.holds()]
    missing = [number for number, row in enumerate(rows, start=1) if row.seq != number]
    if bad:
        err.print(f"{len(bad)} of {len(rows)} rows were altered; first: row {bad[0]}", style="red")
    if missing:
        err.print(f"rows are missing or out of order from row {missing[0]}", style="red")
    if bad or missing:
        sys.exit(1)
    out.print(f"{len(rows)} rows, every commitment holds")


def _url() -> str:
    return os.environ.get("AMANA_URL", f"http://localhost:{Settings.from_environment().port}")


def _door() -> str:
    """What a one-time link's secret is put behind: after the #, where no server and no preview sees it."""
    return f"{_url()}/link#"


def _client() -> Client:
    key = os.environ.get("AMANA_KEY", "")
    if not key:
        raise Refused("Set AMANA_KEY to an API key; `amana workspace create NAME` prints one.")
    return Client(_url(), key)


def _download(path: str, file: Path) -> int:
    with _client() as client:
        content = b"".join(client.stream(path))
    write_whole(file, content, mode=0o644)
    return content.count(b"\n")


def main() -> None:
    """Run the command; what a person can remedy is told in words, without a traceback."""
    try:
        cli()
    except _TOLD_IN_WORDS as error:
        err.print(str(error), style="red")
        sys.exit(1)


if __name__ == "__main__":
    main()
