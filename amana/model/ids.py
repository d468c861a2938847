"""Ids are random UUIDs made in Python, one type a noun, so that the type checker tells a task from a batch."""

from typing import NewType
from uuid import UUID

WorkspaceId = NewType("WorkspaceId", UUID)
ProjectId = NewType("ProjectId", UUID)
PlanId = NewType("PlanId", UUID)
BatchId = NewType("BatchId", UUID)
TaskId = NewType("TaskId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
SubmitId = NewType("SubmitId", UUID)
Pseudonym = NewType("Pseudonym", UUID)
PersonId = NewType("PersonId", UUID)
TransferId = NewType("TransferId", UUID)
DeliveryId = NewType("DeliveryId", UUID)
MediaId = NewType("MediaId", UUID)
