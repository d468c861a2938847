"""Near-duplicates on the command line."""

import time
from math import floor
from typing import Annotated, Any

from cyclopts import Parameter

from amana.cli.handles import YesOption
from amana.cli.terminal import ProjectOption, client, out

LOOK_AGAIN_SECONDS = 0.5
WaitOption = Annotated[bool, Parameter(name="--wait", negative="")]


def listing(*, project: ProjectOption, batch: int | None = None, wait: WaitOption = False) -> None:
    """Show groups of tasks that are nearly the same: the one that came first, and how much of it each copy shares.

    Parameters
    ----------
    project
        The project's id.
    batch
        Only the copies in the batch of this number.
    wait
        Until what was imported is looked through.
    """
    path = f"/api/client/projects/{project}/near-duplicates"
    which = {} if batch is None else {"batch": batch}
    with client() as asking:
        page = asking.get(path, **which)
        while wait and page["looking"]:
            time.sleep(LOOK_AGAIN_SECONDS)
            page = asking.get(path, **which)
        out.print(told(page))
        while True:
            for group in page["groups"]:
                out.print(_named(group["original"]), markup=False)
                for copy in group["copies"]:
                    alike = floor(copy["likeness"] * 1000) / 10  # never said to be the same when it is only nearly
                    out.print(f"  {alike}%  {_named(copy['task'])}", markup=False)
                if more := group["in_all"] - len(group["copies"]):
                    out.print(f"  and {more} more")
            if page["next_after"] is None:
                return
            page = asking.get(path, **which, after=page["next_after"])


def withdraw(*, project: ProjectOption, batch: int | None = None, yes: YesOption = False) -> None:
    """Withdraw the copies and keep one of each group. Shows numbers first.

    Parameters
    ----------
    project
        The project's id.
    batch
        Only the copies in the batch of this number.
    yes
        Do it.
    """
    path = f"/api/client/projects/{project}/near-duplicates"
    with client() as asking:
        if not yes:
            page = asking.get(path, **({} if batch is None else {"batch": batch}))
            out.print(told(page))
            out.print(f"{page['open_copies']} open ones would be withdrawn; {page['held']} annotations of them are being made.")
            out.print("Nothing was changed. Add --yes to withdraw them.")
            return
        changed = asking.post(f"{path}/withdraw", {"batch_no": batch})
    out.print(f"{changed['tasks']} tasks withdrawn, {changed['let_go']} were held")


def told(page: dict[str, Any]) -> str:
    """Where the sweep is and what it found, in a sentence or two."""
    said = f"{page['copies']} of {page['tasks']} tasks are near-duplicates of another."
    if not page["looking"]:
        return said
    return f"Still looking: {page['tasks_read']} of {page['tasks_to_read']} tasks read. {said}"


def _named(task: dict[str, Any]) -> str:
    name = task["item_id"] or "no id of yours"
    return f"{task['task_id']}  {task['batch_no']}:{task['row']}  {task['state']}  {name}"
