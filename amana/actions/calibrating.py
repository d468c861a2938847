"""How probably labels are right: the confidence in them, mapped by what the audits of a workspace found.

Every ended audit tells of some tasks how sure the engine was when it was drawn, and whether the label it then had was right. A
project is thought to be like its workspace, a workspace like public crowds (`core/quality/calibration.py`). What is known of a
workspace changes when an audit ends, and at no other time.
"""

import asyncio
from collections import OrderedDict, defaultdict
from datetime import datetime
from uuid import UUID

import msgspec

from amana.actions.audits import judgements, labels_now
from amana.core.quality.calibration import Calibration, Judged, calibrate
from amana.model.ids import WorkspaceId
from amana.outside.seal import Seal
from amana.store import audits
from amana.store.db import Transaction

_REMEMBERED_MAX = 1000


class Calibrations(msgspec.Struct, frozen=True):
    """The map of each question of a project that was audited; every other one is as its workspace."""

    audited: dict[tuple[UUID, int], Calibration]
    other: Calibration

    def of_project(self, project_id: UUID, questions: int) -> tuple[Calibration, ...]:
        """The map of each of its questions."""
        return tuple(self.audited.get((project_id, question), self.other) for question in range(questions))


_remembered: OrderedDict[WorkspaceId, tuple[tuple[int, datetime | None], Calibrations]] = OrderedDict()


async def calibrations(tx: Transaction, seal: Seal, workspace_id: WorkspaceId) -> Calibrations:
    """By all audits of the workspace that have ended."""
    ended = await audits.when_ended(tx, workspace_id)
    known = _remembered.get(workspace_id)
    if known is None or known[0] != ended:
        known = _remembered[workspace_id] = (ended, await _learnt(tx, seal, workspace_id))
        while len(_remembered) > _REMEMBERED_MAX:
            _remembered.popitem(last=False)
    _remembered.move_to_end(workspace_id)
    return known[1]


async def _learnt(tx: Transaction, seal: Seal, workspace_id: WorkspaceId) -> Calibrations:
    found: dict[tuple[UUID, int], list[tuple[float, bool]]] = defaultdict(list)
    for stored in await audits.ended(tx, workspace_id):
        judged = [one for one in await judgements(tx, seal, workspace_id, stored) if one.expert_class is not None]
        now = await labels_now(tx, seal, workspace_id, stored, judged)
        for one in judged:
            label = now[one.drawn.task_id] if one.drawn.label is None else one.drawn.label
            found[stored.project_id, stored.question].append((one.drawn.confidence, one.expert_class == label))
    projects = [Judged.of(*zip(*rows, strict=True)) for rows in found.values()]
    *audited, other = await asyncio.to_thread(calibrate, [*projects, Judged.of([], [])])
    return Calibrations(dict(zip(found, audited, strict=True)), other)
