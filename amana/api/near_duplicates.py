"""For a client's leads: which tasks are nearly the same as another, two of them side by side, and withdrawing the copies."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from amana.actions import handles, near_duplicates
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.handles import BatchNo, Changed
from amana.model.ids import ProjectId, TaskId
from amana.model.near_duplicates import NearDuplicates, NearPair
from amana.model.scope import Verb


class WithdrawCopies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Those of one batch, or (null) of the whole project."""

    batch_no: BatchNo | None = None


@get(
    "/projects/{project_id:uuid}/near-duplicates",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="Groups of tasks that are nearly the same, found by a sweep after each import; `after` is an original's task id.",
)
async def list_near_duplicates(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    batch: Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1)] = None,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=near_duplicates.GROUPS_MAX)] = 25,
) -> NearDuplicates:
    after_task = TaskId(after) if after else None
    return await near_duplicates.listing(context.db, context.seal, principal, ProjectId(project_id), batch, after_task, limit)


@get(
    "/projects/{project_id:uuid}/near-duplicates/{task_id:uuid}",
    opt=allow(Policy.CLIENT, Verb.READ),
    description="A copy beside its original. Both looks are in the access log.",
)
async def compare_near_duplicates(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], task_id: FromPath[UUID]
) -> NearPair:
    return await near_duplicates.side_by_side(context.db, context.seal, principal, ProjectId(project_id), TaskId(task_id))


@post(
    "/projects/{project_id:uuid}/near-duplicates/withdraw",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="The open copies go to nobody any more, their originals stay; what was answered is paid.",
)
async def withdraw_near_duplicates(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[WithdrawCopies]
) -> Changed:
    return await handles.withdraw_copies(context.db, principal, ProjectId(project_id), data.batch_no)


router = Router(
    "/api/client",
    route_handlers=[list_near_duplicates, compare_near_duplicates, withdraw_near_duplicates],
    tags=["client"],
)
