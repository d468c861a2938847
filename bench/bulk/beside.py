"""Label Studio's own import and export, as figures beside ours: of 20,000 tasks a sixth as long, which is kind to it."""

from typing import Any

from bench.peers import scripts
from bench.peers.scripts import NotMeasured

TASKS, SECONDS = 20_000, 5


def imported() -> dict[str, Any]:
    return _of("imported_a_second", "tasks a second")


def exported() -> dict[str, Any]:
    return _of("exported_a_second", "rows a second")


def _of(field: str, unit: str) -> dict[str, Any]:
    try:
        studio = scripts.label_studio((TASKS,), SECONDS)
    except NotMeasured as why:
        return {"Label Studio": str(why)}
    return {f"{studio.name}, {unit}": getattr(studio, field)}
