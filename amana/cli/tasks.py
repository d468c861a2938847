"""Tasks in, and a recorded crowd that answers them."""

import sys
from pathlib import Path

import msgspec
from rich.progress import Progress

from amana.cli.terminal import ProjectOption, client, download, err, out
from amana.model.imports import Mapping
from amana.replay import Recording, Replay


def import_file(
    file: Path, *, project: ProjectOption, mapping: str | None = None, skip_bad: bool = False, yes: bool = False
) -> None:
    """Show what a file would become, and with --yes make its tasks: all of them or none.

    Parameters
    ----------
    file
        JSON Lines (one object a line), CSV or TSV by its name, or Parquet. Texts are UTF-8.
    project
        The project's id.
    mapping
        Which columns feed which field, as JSON, if the guess is wrong: '{"responses": ["a", "b"], "prompt": ["q"]}'.
    skip_bad
        Leave out the rows that can't be imported; they are written, with what to do about each, to FILE.refused.jsonl.
    yes
        Commit the plan.
    """
    base = f"/api/client/projects/{project}/plans"
    with client() as asking:
        plan = asking.send_file(base, file)
        if mapping is not None:
            plan = asking.put(f"{base}/{plan['plan_id']}/mapping", {"fields": msgspec.json.decode(mapping)})
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
            if not skip_bad:
                err.print("Nothing was made. Mend these rows, or leave them out with --skip-bad.")
                sys.exit(1)
            refused = file.with_name(f"{file.name}.refused.jsonl")
            download(f"{base}/{plan['plan_id']}/refused", refused)
            out.print(f"  refused      {plan['bad_rows']} rows, in {refused}")
        if not yes:
            out.print("Nothing was made. Add --yes to make the tasks.")
            return
        batch = asking.post(f"{base}/{plan['plan_id']}/commit{'?skip_bad=true' if skip_bad else ''}")
    out.print(f"batch {batch['batch_id']}: {batch['tasks']} tasks")


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
    with client() as asking, Progress(console=err, transient=True) as bar:
        asked = bar.add_task("inviting", total=None)
        crowd = Replay(asking, project, recording)
        bar.update(asked, description="answering", total=len(recording.answers))
        submitted = 0
        for _ in crowd.answers():
            submitted += 1
            bar.update(asked, completed=submitted)
    out.print(f"{submitted} of {len(recording.answers)} recorded annotations submitted")
