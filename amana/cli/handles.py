"""The everyday handles of a running project."""

import csv
import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from amana.cli.terminal import ProjectOption, client, door, err, out
from amana.client import Refused
from amana.model.handles import LABELS_AT_ONCE_MAX
from amana.outside.files import write_whole

YesOption = Annotated[bool, Parameter(name="--yes", negative="")]
NO_LIMIT = "none"


def pause(project_id: str) -> None:
    """Hand out no new task; what is held may be finished."""
    _post(project_id, "pause")
    out.print("paused")


def resume(project_id: str) -> None:
    """Hand out tasks again. A closed project is reopened; what closing ended stays ended."""
    _post(project_id, "resume")
    out.print("open")


def close(project_id: str, *, yes: YesOption = False) -> None:
    """Withdraw what nobody has answered or holds and let the rest settle with what it has. Shows numbers first.

    Parameters
    ----------
    project_id
        The project's id.
    yes
        Do it.
    """
    with client() as asking:
        progress = asking.get(_base(project_id))["progress"]
        if not yes:
            out.print(f"{progress['slots']} annotations nobody has taken on would not be made; {progress['held']} are held now.")
            out.print("Nothing was changed. Add --yes to close the project.")
            return
        asking.post(f"{_base(project_id)}/close")
    out.print("closed")


def set_(
    project_id: str,
    *,
    rate_minor: int | None = None,
    needed: int | None = None,
    priority: int | None = None,
    budget_minor: str | None = None,
    show_settled: bool | None = None,
) -> None:
    """Change what a project pays, needs and may cost; each part is a change of its own.

    Parameters
    ----------
    project_id
        The project's id.
    rate_minor
        For tasks handed out from now on. What is held keeps its rate.
    needed
        Annotations for each open task, and for tasks imported from now on.
    priority
        Of every open task, -100 to 100.
    budget_minor
        The most it may cost in minor units, or "none" for no limit.
    show_settled
        Whether people see if what they answered is what its task was settled with: so they learn of what others said.
    """
    if budget_minor not in (None, NO_LIMIT) and not str(budget_minor).isdecimal():
        raise Refused(f'--budget-minor is an amount in minor units or "{NO_LIMIT}", not {budget_minor!r}.')
    base = _base(project_id)
    with client() as asking:
        if budget_minor is not None:
            asking.put(f"{base}/budget", {"budget_minor": None if budget_minor == NO_LIMIT else int(budget_minor)})
            out.print(f"budget  {budget_minor}")
        if rate_minor is not None:
            asking.put(f"{base}/rate", {"rate_minor": rate_minor})
            out.print(f"rate    {rate_minor} from now on")
        if needed is not None:
            _told("needed", needed, asking.put(f"{base}/needed", {"needed": needed}))
        if show_settled is not None:
            asking.put(f"{base}/feedback", {"settled_shown": show_settled})
            out.print(f"people see how tasks were settled  {'yes' if show_settled else 'no'}")
        if priority is not None:
            _told("priority", priority, asking.put(f"{base}/priority", {"priority": priority}))


def history(project_id: str) -> None:
    """Show who changed what of a project, newest first."""
    with client() as asking:
        events = asking.get(f"{_base(project_id)}/history")
    for event in events:
        about = [f"batch {event['batch_no']}"] if event["batch_no"] else []
        about += [f"task {event['task_id']}"] if event["task_id"] else []
        about += [f"person {event['pseudonym']}"] if event["pseudonym"] else []
        about += [f"{event['tasks']} tasks"] if event["tasks"] is not None else []
        if event["kind"] == "withdrawn":
            about += ["near-duplicates"] if event["became"] else []
        elif event["was"] is not None or event["became"] is not None:
            about.insert(0, f"{event['was'] or NO_LIMIT} -> {event['became'] or NO_LIMIT}")
        at = datetime.fromisoformat(event["at"])
        out.print(f"{at:%Y-%m-%d %H:%M:%S} UTC  {event['kind']:<10} {', '.join(about)}  by {event['actor']}", markup=False)


def batches(*, project: ProjectOption) -> None:
    """Show a project's batches. needed = answered + held + slots.

    Parameters
    ----------
    project
        The project's id.
    """
    with client() as asking:
        rows = asking.get(f"{_base(project)}/batches")
        currency = asking.get(_base(project))["project"]["currency"]
    for row in rows:
        name = f"{row['batch_no']} {row['file_name'] or ''}".strip()
        counts = ", ".join(
            f"{row[key]} {key}" for key in ("tasks", "settled", "withdrawn", "needed", "answered", "held", "slots")
        )
        out.print(f"{name}: {counts}, {row['price_minor']} {currency} in minor units", markup=False)


def batch_priority(batch: int, priority: int, *, project: ProjectOption) -> None:
    """Hand a batch's open tasks out earlier or later, from everybody's next claim on.

    Parameters
    ----------
    batch
        The batch's number.
    priority
        -100 to 100; 0 is where every task begins.
    project
        The project's id.
    """
    with client() as asking:
        changed = asking.put(f"{_base(project)}/priority", {"priority": priority, "batch_no": batch})
    _told("priority", priority, changed)


def batch_needed(batch: int, needed: int, *, project: ProjectOption) -> None:
    """Set how many annotations each open task of a batch needs.

    Parameters
    ----------
    batch
        The batch's number.
    needed
        1 to 100. A task never needs less than is answered or held.
    project
        The project's id.
    """
    with client() as asking:
        changed = asking.put(f"{_base(project)}/needed", {"needed": needed, "batch_no": batch})
    _told("needed", needed, changed)


def batch_withdraw(batch: int, *, project: ProjectOption, yes: YesOption = False) -> None:
    """Withdraw a batch's open tasks: nobody gets them, what was answered is paid. Shows numbers first.

    Parameters
    ----------
    batch
        The batch's number.
    project
        The project's id.
    yes
        Do it.
    """
    with client() as asking:
        rows = asking.get(f"{_base(project)}/batches")
        found = next((row for row in rows if row["batch_no"] == batch), None)
        if found is None:
            raise Refused(f"There is no batch {batch} in this project.")
        if not yes:
            open_tasks = found["tasks"] - found["settled"]
            out.print(
                f"{open_tasks} open tasks would be withdrawn; {found['held']} annotations are held now and would not be taken."
            )
            out.print("Nothing was changed. Add --yes to withdraw them.")
            return
        changed = asking.post(f"{_base(project)}/batches/{batch}/withdraw")
    out.print(f"{changed['tasks']} tasks withdrawn, {changed['let_go']} were held")


def invite(
    labels: list[str], /, *, project: ProjectOption, out_file: Annotated[Path, Parameter(name=["--out", "-o"])] | None = None
) -> None:
    """Invite several annotators; prints their one-time links, or writes them to a CSV file.

    Parameters
    ----------
    labels
        What you call them. A single "-" reads them from the standard input, one a line.
    project
        The project's id.
    out_file
        Where to write the links instead.
    """
    if labels == ["-"]:
        labels = [line.strip() for line in sys.stdin if line.strip()]
    if not 0 < len(labels) <= LABELS_AT_ONCE_MAX:
        raise Refused(f"Name 1 to {LABELS_AT_ONCE_MAX} people at once.")
    with client() as asking:
        made = asking.post(f"{_base(project)}/people/invite", {"labels": labels})
    if out_file is None:
        for one in made:
            out.print(f"{door()}{one['link']}  {one['pseudonym']}  {one['label']}", markup=False)
        return
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(["label", "link", "pseudonym"])
    rows.writerows([one["label"], f"{door()}{one['link']}", one["pseudonym"]] for one in made)
    write_whole(out_file, table.getvalue().encode(), mode=0o600)  # whoever has a link is let in
    out.print(f"{len(made)} links in {out_file}")


def end(pseudonym: str, *, project: ProjectOption) -> None:
    """Give somebody no new task of a project. What they hold they may submit; what they earned stays theirs.

    Parameters
    ----------
    pseudonym
        As exports and the project's page know the person.
    project
        The project's id.
    """
    _post(project, f"people/{pseudonym}/end")
    out.print("ended")


def bring_in(*pseudonyms: str, project: ProjectOption) -> None:
    """Let people of the workspace's other projects work in this one too, with the account they have; all or none.

    Parameters
    ----------
    pseudonyms
        As exports and the projects' pages know them.
    project
        The project's id.
    """
    with client() as asking:
        brought = asking.post(f"{_base(project)}/people/bring-in", {"pseudonyms": pseudonyms})["people"]
    out.print(f"{brought} brought in, {len(set(pseudonyms)) - brought} were there")


def let_back(pseudonym: str, *, project: ProjectOption) -> None:
    """Let somebody who was sent away work in a project again.

    Parameters
    ----------
    pseudonym
        As exports and the project's page know the person.
    project
        The project's id.
    """
    _post(project, f"people/{pseudonym}/let-back")
    out.print("back")


def people(*, project: ProjectOption) -> None:
    """Show who works in a project.

    Parameters
    ----------
    project
        The project's id.
    """
    with client() as asking:
        rows = asking.get(f"{_base(project)}/people")
    for row in rows:
        ended = ", ended" if row["ended_at"] else ""
        out.print(f"{row['pseudonym']}  {row['label']}: {row['answered']} answered, {row['held']} held{ended}", markup=False)


def find(wanted: str, *, project: ProjectOption) -> None:
    """Find a task by your own id of its row, by its id, or by batch:row.

    Parameters
    ----------
    wanted
        What to find.
    project
        The project's id.
    """
    with client() as asking:
        found = asking.get(f"{_base(project)}/tasks", find=wanted)["tasks"]
    for task in found:
        counts = f"{task['answered']} of {task['needed']} answered, {task['held']} held, priority {task['priority']}"
        name = task["item_id"] or "no id of yours"
        out.print(f"{task['task_id']}  {task['batch_no']}:{task['row']}  {task['state']}  {name}: {counts}", markup=False)
    if not found:
        err.print("There is no such task.", style="red")
        sys.exit(1)


def reassign(
    task: str, *, project: ProjectOption, holder: Annotated[str, Parameter(name="--from")], to: str | None = None
) -> None:
    """Take a task back from whoever holds it, and mean it for somebody else.

    Parameters
    ----------
    task
        The task's id.
    project
        The project's id.
    holder
        The pseudonym of who holds it. It does not come to them again.
    to
        The pseudonym of who shall get it next; without it, anybody.
    """
    with client() as asking:
        done = asking.post(f"{_base(project)}/tasks/{task}/reassign", {"pseudonym": holder, "to": to})
    out.print("taken back" if done["taken"] else "it was not held by them")
    if to is not None:
        out.print(
            "waits for the other person"
            if done["directed"]
            else "it could not be meant for the other person: closed, full, or theirs already"
        )


def _base(project_id: str) -> str:
    return f"/api/client/projects/{project_id}"


def _post(project_id: str, path: str) -> None:
    with client() as asking:
        asking.post(f"{_base(project_id)}/{path}")


def _told(name: str, value: int, changed: dict[str, Any]) -> None:
    out.print(f"{name}  {value}: {changed['tasks']} tasks changed")
    if changed["could_not"]:
        out.print(f"{changed['could_not']} tasks need more, because so many are answered or held")
