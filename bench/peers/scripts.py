"""Peers with a script of their own, which installs, runs and measures them: what it printed, as data.

The scripts are no part of this repository. They lie beside it, or where `python -m bench NAME --peers DIR` says.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from amana.outside.postgres import binaries
from bench.peers import environment

LABEL_STUDIO = ("label-studio==1.23.2", "aiohttp", "gunicorn")
BROWSING = ("playwright==1.65.2", "axe-playwright-python==0.1.7")
POTATO = ("potato-annotation==2.12.1", "aiohttp", "psutil", "gunicorn")
CLIENTS = 8

_folder = environment.ROOT.parent / "shared" / "peers"


class NotMeasured(Exception):
    """A peer could not be measured; carries a sentence that says why."""


class Paired(msgspec.Struct, frozen=True):
    """What a peer does with some number of tasks: next + submit pairs a second, and milliseconds of its next."""

    pairs_a_second: float
    next_p50_ms: float
    next_p99_ms: float


class LabelStudio(msgspec.Struct, frozen=True):
    """`paired` is by number of tasks; imported and exported are rows a second of the largest."""

    name: str
    paired: dict[int, Paired]
    imported_a_second: float
    exported_a_second: float


def look_in(folder: Path) -> None:
    """Look for the scripts there from now on."""
    global _folder
    _folder = folder.resolve()


@cache
def label_studio(sizes: tuple[int, ...], seconds: int) -> LabelStudio:
    """Label Studio under gunicorn, on the PostgreSQL that Amana brings, as another server of it. Raises NotMeasured."""
    with tempfile.TemporaryDirectory(prefix="amana-peer-") as name:
        home = Path(name)
        home.chmod(0o711)
        postgres = binaries.reachable(binaries.find(), home, by_others=os.geteuid() == 0)
        settings = {
            "LS_VENV": str(environment.made("labelstudio", LABEL_STUDIO).parent),
            "LS_SERVER": "gunicorn",
            "LS_DB": "pg",
            "LS_PGBIN": str(postgres),
        }
        found = _run("peer_labelstudio.sh", [_listed(sizes), str(CLIENTS), str(seconds)], settings)
    paired = {
        run["size"]: Paired(run[f"c{CLIENTS}"]["pairs_s"], run[f"c{CLIENTS}"]["next_p50"], run[f"c{CLIENTS}"]["next_p99"])
        for run in found["runs"]
    }
    last = found["runs"][-1]
    name = f"Label Studio {found['version']} (gunicorn, PostgreSQL {found['pg']})"
    return LabelStudio(name, paired, last["import_tasks_s"], last["export_rows_s"])


@cache
def potato(sizes: tuple[int, ...], seconds: int) -> tuple[str, dict[int, Paired]]:
    """Potato as `potato start` serves it, with its default order of tasks: its name, and pairs by number of tasks. Raises NotMeasured."""
    settings = {
        "POTATO_VENV": str(environment.made("potato", POTATO).parent),
        "POTATO_PARTS": "rate",
        "POTATO_STRATEGIES": "fixed_order",
    }
    found = _run("peer_potato.sh", [_listed(sizes), str(CLIENTS), str(seconds)], settings)
    paired = {}
    for run in found["rate"]:
        flow = run[f"two_c{CLIENTS}"]
        paired[run["size"]] = Paired(flow["pairs_s"], flow["next_p50"], flow["next_p99"])
    return f"Potato {found['version']}", paired


class Page(msgspec.Struct, frozen=True):
    """From an answer's submit to the next task painted, in milliseconds, in Debian's Chromium; and bytes a task."""

    name: str
    p50_ms: float
    p95_ms: float
    bytes_a_task: int


@cache
def potato_page() -> Page:
    """Potato's annotation page. Raises NotMeasured."""
    venv = environment.made("potato", POTATO).parent
    found = _browsed("ui_potato.py", {}, venv)
    return _page(f"Potato {POTATO[0].partition('==')[2]}", found, found["next_painted_ms"])


@cache
def label_studio_page() -> Page:
    """Label Studio's labeling page, served as its own documentation starts it. Raises NotMeasured."""
    venv = environment.made("labelstudio", LABEL_STUDIO).parent
    found = _browsed("ui_labelstudio.py", {"LS_VENV": str(venv)}, venv)
    return _page(f"Label Studio {found['version']}", found, found["submit_painted_ms"])


def _page(name: str, found: Mapping[str, Any], took: Mapping[str, Any]) -> Page:
    if took["p50"] is None:
        raise NotMeasured(
            f"not measured: {name} did not come to its third task, {found.get('stuck', 'and does not say where it is')}"
        )
    return Page(name, took["p50"], took["p95"], found["per_task_bytes"])


def _browsed(script: str, settings: Mapping[str, str], venv: Path) -> dict[str, Any]:
    """Run a script that drives a browser, from a folder of its own in which the peer lies as `venv`."""
    python = environment.made("browsing", BROWSING) / "python"
    with tempfile.TemporaryDirectory(prefix="amana-peer-") as name:
        home = Path(name)
        (home / "venv").symlink_to(venv)
        (home / "shots").mkdir()
        return _run(script, [], settings, by=[str(python)], cwd=home)


def _run(
    script: str, arguments: Sequence[str], settings: Mapping[str, str], *, by: Sequence[str] = (), cwd: Path | None = None
) -> dict[str, Any]:
    path = _folder / script
    if not path.exists():
        raise NotMeasured(f"not measured: there is no {script} in {os.path.relpath(_folder)}; say where it is with --peers DIR")
    done = subprocess.run(
        [*by, path, *arguments], env=os.environ | settings, cwd=cwd, capture_output=True, text=True, check=False
    )
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise NotMeasured(f"not measured: {script} ended with status {done.returncode}: {done.stderr[-300:]}") from None
    if "error" in found:
        raise NotMeasured(f"not measured: {script} says {found['error']}")
    return found


def _listed(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes))
