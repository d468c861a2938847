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


def _run(script: str, arguments: Sequence[str], settings: Mapping[str, str]) -> dict[str, Any]:
    path = _folder / script
    if not path.exists():
        raise NotMeasured(f"not measured: there is no {script} in {os.path.relpath(_folder)}; say where it is with --peers DIR")
    done = subprocess.run([path, *arguments], env=os.environ | settings, capture_output=True, text=True, check=False)
    try:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise NotMeasured(f"not measured: {script} ended with status {done.returncode}: {done.stderr[-300:]}") from None
    if "error" in found:
        raise NotMeasured(f"not measured: {script} says {found['error']}")
    return found


def _listed(sizes: Sequence[int]) -> str:
    return ",".join(map(str, sizes))
