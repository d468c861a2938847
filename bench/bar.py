"""A bar: a figure, the goal it is held to, and the peer measured beside it in the same run."""

import os
import platform
import time
from pathlib import Path
from typing import Any

import msgspec


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """`holds` is None for a figure without a goal. `note` says what was counted, and its sizes."""

    name: str
    figure: float | str | bool
    unit: str
    goal: str
    holds: bool | None
    peer: dict[str, Any] = {}
    note: str = ""


def machine() -> str:
    """What this was measured on, without naming it."""
    model = next((line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), {memory // 1024**2} GiB, load {load:.1f} at the end, Python {platform.python_version()}"


def today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
