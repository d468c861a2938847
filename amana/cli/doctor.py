"""Is the installation sound, why does a person get no task, why is a task not settled."""

import asyncio
import sys
from datetime import datetime
from typing import Annotated

import msgspec
from cyclopts import Parameter

from amana.cli.terminal import client, out
from amana.config import Settings


def examine(*, as_json: Annotated[bool, Parameter(name="--json")] = False) -> None:
    """Check this installation, line by line, with a remedy for each trouble. Exit status 1 if there is any.

    Works with the engine running and stopped, and prints no secret.

    Parameters
    ----------
    as_json
        One JSON object instead.
    """
    from amana import doctor

    async def collect() -> "list[doctor.Finding]":
        found = []
        async for finding in doctor.examine(Settings.from_environment()):
            found.append(finding)
            if not as_json:
                show(finding)
        return found

    def show(finding: "doctor.Finding") -> None:
        word, style = ("ok", "green") if finding.ok else ("trouble", "red")
        out.print(f"[{style}]{word:<8}[/]", end="")
        out.print(f"{finding.check:<10}{finding.said}", markup=False)
        if not finding.ok:
            out.print(f"{'':<18}{finding.remedy}", markup=False)

    found = asyncio.run(collect())
    sound = all(finding.ok for finding in found)
    if as_json:
        rows = [{"check": one.check, "ok": one.ok, "said": one.said, "remedy": one.remedy or None} for one in found]
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode({"ok": sound, "findings": rows})) + b"\n")
    if not sound:
        sys.exit(1)


def person(project: str, pseudonym: str) -> None:
    """Why does this person get no task?

    Parameters
    ----------
    project
        The project's id.
    pseudonym
        As exports and the project's page know the person.
    """
    with client() as asking:
        why = asking.get(f"/api/client/projects/{project}/people/{pseudonym}/why")
    out.print(why["sentence"])
    out.print(f"{'project':>16}  {why['project_state']}")
    out.print(f"{'member':>16}  since {_at(why['added_at'])}" + (f", ended {_at(why['ended_at'])}" if why["ended_at"] else ""))
    out.print(f"{'signed in':>16}  {'yes' if why['signed_in'] else 'no'}, last seen {_at(why['last_seen_at'])}")
    until = f" until {_at(why['held_until'])}" if why["held_until"] else ""
    out.print(f"{'holds':>16}  {why['held']} of at most {why['held_max']}{until}")
    out.print(f"{'answered':>16}  {why['answered']}")
    out.print(f"{'skipped':>16}  {why['skipped']}, {why['skips_today']} of {why['skips_a_day_max']} today")
    out.print(f"{'unsettled':>16}  {why['unsettled']}, of which")
    for place in why["places"]:
        until = f", the first until {_at(place['until'])}" if place["until"] else ""
        out.print(f"{place['place'].replace('_', ' '):>16}  {place['tasks']}{until}")


def task(project: str, task: str) -> None:
    """Why is this task not settled?

    Parameters
    ----------
    project
        The project's id.
    task
        The task's id.
    """
    with client() as asking:
        why = asking.get(f"/api/client/projects/{project}/tasks/{task}/why")
    out.print(why["sentence"])
    out.print(f"{'project':>16}  {why['project_state']}")
    for name in ("needed", "answered", "held", "meant", "slots", "surplus"):
        out.print(f"{name:>16}  {why[name]}")
    for holder in why["holders"]:
        kind = "meant for" if holder["meant"] else "held by"
        out.print(f"{kind:>16}  {holder['pseudonym']} until {_at(holder['until'])}")
    for name, words in (("undo_until", "undo until"), ("settle_swept_at", "sweep ended"), ("settled_at", "settled")):
        if why[name]:
            out.print(f"{words:>16}  {_at(why[name])}")


def _at(moment: str | None) -> str:
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S} UTC" if moment else "never"
