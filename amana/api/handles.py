"""For a client's leads: the everyday handles of a running project, and the trail of every change."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from amana.actions import handles, people
from amana.api.context import Bearer, Doors
from amana.api.policy import Policy, allow
from amana.model.handles import (
    LABELS_AT_ONCE_MAX,
    TASKS_AT_ONCE_MAX,
    BatchNo,
    BatchSummary,
    Budget,
    Changed,
    Chosen,
    Needed,
    Priority,
    ProjectEvent,
    Rate,
    Reassigned,
)
from amana.model.ids import ProjectId, Pseudonym, TaskId
from amana.model.scope import Verb
from amana.views import projects as project_views

Tasks = Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=TASKS_AT_ONCE_MAX)]
HoldSeconds = Annotated[int, Meta(ge=10, le=2_592_000)]


class NewRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For tasks handed out from now on, in minor units."""

    rate_minor: Rate


class NewBudget(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The most the project may cost, in minor units; null for no limit."""

    budget_minor: Budget | None


class Feedback(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether people see if what they answered is what its task was settled with."""

    settled_shown: bool


class NewNeeded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many annotations the open tasks of a batch, those named, or (neither said) all of the project need."""

    needed: Needed
    batch_no: BatchNo | None = None
    task_ids: Tasks | None = None


class NewPriority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How early the open tasks of a batch, those named, or (neither said) all of the project are handed out."""

    priority: Priority
    batch_no: BatchNo | None = None
    task_ids: Tasks | None = None


class InviteSeveral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the lead calls each person; annotators are known by pseudonyms elsewhere."""

    labels: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...], Meta(min_length=1, max_length=LABELS_AT_ONCE_MAX)
    ]


class BringIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """People who work in other projects of the workspace."""

    pseudonyms: Annotated[tuple[UUID, ...], Meta(min_length=1, max_length=LABELS_AT_ONCE_MAX)]


class BroughtIn(msgspec.Struct, frozen=True):
    """How many of them did not work in the project yet."""

    people: int


class InvitedOne(msgspec.Struct, frozen=True):
    """The one-time link of one person, shown once."""

    label: str
    link: str
    pseudonym: UUID


class Reassign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Take the task back from `pseudonym`; mean it for `to`, whose slot is held for `hold_seconds`."""

    pseudonym: UUID
    to: UUID | None = None
    hold_seconds: HoldSeconds = 86_400


class EndDirections(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was meant for `pseudonym`: these tasks, or (null) all."""

    pseudonym: UUID
    task_ids: Tasks | None = None


class Ended(msgspec.Struct, frozen=True):
    tasks: int


@post(
    "/projects/{project_id:uuid}/pause",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="What is held may be finished.",
)
async def pause(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> None:
    await handles.pause(context.db, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/resume",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="A paused project, or a closed one: what closing ended stays ended.",
)
async def resume(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> None:
    await handles.resume(context.db, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/close",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="Withdraws what nobody has answered or holds; the rest settles with what it has.",
)
async def close(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> None:
    await handles.close(context.db, principal, ProjectId(project_id))


@put("/projects/{project_id:uuid}/rate", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def set_rate(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewRate]) -> None:
    await handles.set_rate(context.db, principal, ProjectId(project_id), data.rate_minor)


@put("/projects/{project_id:uuid}/budget", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def set_budget(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewBudget]) -> None:
    await handles.set_budget(context.db, principal, ProjectId(project_id), data.budget_minor)


@put("/projects/{project_id:uuid}/feedback", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def set_feedback(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[Feedback]) -> None:
    await handles.set_shows_settled(context.db, principal, ProjectId(project_id), data.settled_shown)


@put("/projects/{project_id:uuid}/needed", opt=allow(Policy.CLIENT, Verb.MANAGE))
async def set_needed(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewNeeded]) -> Changed:
    chosen = Chosen(data.batch_no, data.task_ids)
    return await handles.set_needed(context.db, principal, ProjectId(project_id), chosen, data.needed)


@put("/projects/{project_id:uuid}/priority", opt=allow(Policy.CLIENT, Verb.MANAGE))
async def set_priority(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[NewPriority]) -> Changed:
    chosen = Chosen(data.batch_no, data.task_ids)
    return await handles.set_priority(context.db, principal, ProjectId(project_id), chosen, data.priority)


@get("/projects/{project_id:uuid}/batches", opt=allow(Policy.CLIENT, Verb.READ))
async def list_batches(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[BatchSummary]:
    return await project_views.batches(context.db, context.seal, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/batches/{batch_no:int}/withdraw",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="Its open tasks go to nobody any more; what was answered is paid.",
)
async def withdraw_batch(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    batch_no: FromPath[BatchNo],
) -> Changed:
    return await handles.withdraw_batch(context.db, principal, ProjectId(project_id), batch_no)


@get("/projects/{project_id:uuid}/history", opt=allow(Policy.CLIENT, Verb.READ), description="Who changed what, newest first.")
async def show_history(context: Doors, principal: Bearer, project_id: FromPath[UUID]) -> list[ProjectEvent]:
    return await project_views.history(context.db, principal, ProjectId(project_id))


@post(
    "/projects/{project_id:uuid}/people/invite",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    description="Several people at once, all or none.",
)
async def invite_several(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[InviteSeveral]
) -> list[InvitedOne]:
    made = await people.invite_annotators(context.db, context.seal, principal, ProjectId(project_id), data.labels)
    return [InvitedOne(label, one.link, one.pseudonym) for label, one in zip(data.labels, made, strict=True)]


@post(
    "/projects/{project_id:uuid}/people/bring-in",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="People of the workspace's other projects work in this one too, with the account they have; all or none.",
)
async def bring_in(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[BringIn]) -> BroughtIn:
    pseudonyms = [Pseudonym(one) for one in data.pseudonyms]
    return BroughtIn(await people.bring_in(context.db, principal, ProjectId(project_id), pseudonyms))


@post(
    "/projects/{project_id:uuid}/people/{pseudonym:uuid}/end",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=204,
    description="No new task for them; what they hold they may submit until its lease ends.",
)
async def end_membership(context: Doors, principal: Bearer, project_id: FromPath[UUID], pseudonym: FromPath[UUID]) -> None:
    await people.end_membership(context.db, principal, ProjectId(project_id), Pseudonym(pseudonym))


@post("/projects/{project_id:uuid}/people/{pseudonym:uuid}/let-back", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=204)
async def let_back(context: Doors, principal: Bearer, project_id: FromPath[UUID], pseudonym: FromPath[UUID]) -> None:
    await people.let_back(context.db, principal, ProjectId(project_id), Pseudonym(pseudonym))


@post("/projects/{project_id:uuid}/tasks/{task_id:uuid}/reassign", opt=allow(Policy.CLIENT, Verb.MANAGE), status_code=200)
async def reassign(
    context: Doors, principal: Bearer, project_id: FromPath[UUID], task_id: FromPath[UUID], data: JSONBody[Reassign]
) -> Reassigned:
    to = Pseudonym(data.to) if data.to else None
    return await handles.reassign(
        context.db, principal, ProjectId(project_id), TaskId(task_id), Pseudonym(data.pseudonym), to, data.hold_seconds
    )


@post(
    "/projects/{project_id:uuid}/directions/end",
    opt=allow(Policy.CLIENT, Verb.MANAGE),
    status_code=200,
    description="What was meant for somebody is anybody's again.",
)
async def end_directions(context: Doors, principal: Bearer, project_id: FromPath[UUID], data: JSONBody[EndDirections]) -> Ended:
    tasks = tuple(TaskId(task_id) for task_id in data.task_ids) if data.task_ids else None
    return Ended(await handles.end_directions(context.db, principal, ProjectId(project_id), Pseudonym(data.pseudonym), tasks))


router = Router(
    "/api/client",
    route_handlers=[
        pause,
        resume,
        close,
        set_rate,
        set_budget,
        set_feedback,
        set_needed,
        set_priority,
        list_batches,
        withdraw_batch,
        show_history,
        invite_several,
        bring_in,
        end_membership,
        let_back,
        reassign,
        end_directions,
    ],
    tags=["client"],
)
