"""For annotators: the next tasks, an answer, taking it back. Each route is one action inside one project's walls."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from amana.actions import active_time, concerns, desk, device_keys, guidelines, history, invitations
from amana.api.context import AnyRequest, Doors, annotator_scope, person_of_page
from amana.api.door import Link
from amana.api.policy import Policy, allow
from amana.model.active_time import CorrectedTime, MyTime, TimeCorrection
from amana.model.concerns import Ask, MyConcern, PassOn, Question
from amana.model.desk import (
    PREFETCH_MAX,
    ClaimOrder,
    Desk,
    DeviceKey,
    DraftKept,
    HeldTask,
    KeepDraft,
    Reopened,
    Statement,
    Submit,
    Submitted,
)
from amana.model.guidelines import GuidelineToRead, ReadVersion
from amana.model.history import MyAnswers
from amana.model.ids import AssignmentId, ProjectId, SubmitId
from amana.model.why import MyWhy
from amana.views import active_time as active_time_view
from amana.views import desk as desk_view
from amana.views import why as why_view


class Undo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    submit_id: UUID


class One(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_id: UUID


class Several(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    assignment_ids: Annotated[tuple[UUID, ...], Meta(max_length=PREFETCH_MAX)]


class ThisDevice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which device, by the id that the browser drew for it."""

    device_id: UUID


class TakenIn(msgspec.Struct, frozen=True):
    project_id: UUID


class Released(msgspec.Struct, frozen=True):
    released: int


@post("/claim", opt=allow(Policy.ANNOTATOR), status_code=200)
async def claim(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[ClaimOrder]) -> list[HeldTask]:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.claim(context.db, context.seal, scope, ProjectId(project_id), data)


@post("/submit", opt=allow(Policy.ANNOTATOR), status_code=200)
async def submit(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Submit]) -> Submitted:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.submit(context.db, context.seal, scope, ProjectId(project_id), data)


@post("/undo", opt=allow(Policy.ANNOTATOR), status_code=200)
async def undo(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Undo]) -> Reopened:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.undo(context.db, scope, SubmitId(data.submit_id))


@post("/skip", opt=allow(Policy.ANNOTATOR), status_code=204)
async def skip(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[One]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await desk.skip(context.db, scope, AssignmentId(data.assignment_id))


@post(
    "/pass-on",
    opt=allow(Policy.ANNOTATOR),
    status_code=204,
    description="Gives a held task up and says why. But for a skip with a reason it counts as no skip.",
)
async def pass_on(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[PassOn]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await concerns.pass_on(context.db, context.seal, scope, ProjectId(project_id), data)


@get("/concerns", opt=allow(Policy.ANNOTATOR), description="One's own, with what was answered, the newest first.")
async def my_concerns(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> list[MyConcern]:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await concerns.mine(context.db, context.seal, scope, ProjectId(project_id))


@post("/shown", opt=allow(Policy.ANNOTATOR), status_code=204)
async def shown(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[One]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await desk.shown(context.db, scope, AssignmentId(data.assignment_id))


@post("/release", opt=allow(Policy.ANNOTATOR), status_code=200)
async def release(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Several]) -> Released:
    scope = await annotator_scope(request, ProjectId(project_id))
    return Released(await desk.release(context.db, scope, data.assignment_ids))


@post(
    "/draft",
    opt=allow(Policy.ANNOTATOR),
    status_code=200,
    description="What is typed for a held task, in place of the version that the page saw last.",
)
async def keep_draft(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[KeepDraft]) -> DraftKept:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await desk.keep_draft(context.db, context.seal, scope, ProjectId(project_id), data)


@get(
    "/guideline",
    opt=allow(Policy.ANNOTATOR),
    description="The guideline in force, and the version that the reader read before it. The log says that it was released.",
)
async def guideline(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> GuidelineToRead:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await guidelines.to_read(context.db, context.seal, scope, ProjectId(project_id))


@post("/guideline/read", opt=allow(Policy.ANNOTATOR), status_code=204, description="The page shows this version now.")
async def read_guideline(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[ReadVersion]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await guidelines.note_read(context.db, scope, ProjectId(project_id), data.version)


@post(
    "/questions",
    opt=allow(Policy.ANNOTATOR),
    status_code=204,
    description="Asks the lead, about a task in one's hands or in general. Once answered, whoever works here can read both.",
)
async def ask(context: Doors, request: AnyRequest, project_id: FromPath[UUID], data: JSONBody[Ask]) -> None:
    scope = await annotator_scope(request, ProjectId(project_id))
    await concerns.ask(context.db, context.seal, scope, ProjectId(project_id), data)


@get(
    "/questions",
    opt=allow(Policy.ANNOTATOR),
    description="One's own, and everybody's that were answered, without names; the newest first, at most 200. The log says so.",
)
async def questions(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> list[Question]:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await concerns.questions(context.db, context.seal, scope, ProjectId(project_id))


@get(
    "/answers",
    opt=allow(Policy.ANNOTATOR),
    description="One's own last fifty answers with their tasks, the newest first, ten at once. Each is a row of the log.",
)
async def my_answers(
    context: Doors, request: AnyRequest, project_id: FromPath[UUID], before: FromQuery[UUID | None] = None
) -> MyAnswers:
    scope = await annotator_scope(request, ProjectId(project_id))
    after = SubmitId(before) if before else None
    return await history.mine(context.db, context.seal, scope, ProjectId(project_id), after)


@get("/why", opt=allow(Policy.ANNOTATOR), description="Why there is no task for the person who asks: their own numbers.")
async def why(context: Doors, request: AnyRequest, project_id: FromPath[UUID]) -> MyWhy:
    scope = await annotator_scope(request, ProjectId(project_id))
    return await why_view.mine(context.db, scope, ProjectId(project_id))


@get("/projects", opt=allow(Policy.ANNOTATOR), description="`since`: from when on answers are counted.")
async def queue(context: Doors, request: AnyRequest, since: FromQuery[datetime]) -> Desk:
    return await desk_view.queue(context.db, context.seal, request.state.subject, since)


@post(
    "/device-key",
    opt=allow(Policy.ANNOTATOR),
    status_code=200,
    description="The key of what this person's browser keeps on this device: made once, the same ever after.",
)
async def device_key(context: Doors, request: AnyRequest, data: JSONBody[ThisDevice]) -> DeviceKey:
    subject: bytes = request.state.subject
    return DeviceKey(await device_keys.key_of(context.db, context.seal, subject, person_of_page(request), data.device_id))


@get("/statement", opt=allow(Policy.ANNOTATOR))
async def statement(context: Doors, request: AnyRequest) -> Statement:
    return await desk_view.statement(context.db, context.seal, request.state.subject)


@get(
    "/time",
    opt=allow(Policy.ANNOTATOR),
    description="The last two weeks by the calendar of a time zone, and the answers of one day, or of today.",
)
async def my_time(
    context: Doors,
    request: AnyRequest,
    zone: Annotated[FromQuery[str], Meta(max_length=64)] = "UTC",
    day: FromQuery[date | None] = None,
) -> MyTime:
    return await active_time_view.mine(context.db, context.seal, request.state.subject, zone, day)


@post(
    "/annotations/{submit_id:uuid}/time",
    opt=allow(Policy.ANNOTATOR),
    status_code=200,
    description="What an answer of one's own took, where the page could not see it. What was measured stays beside it.",
)
async def correct_time(
    context: Doors, request: AnyRequest, submit_id: FromPath[UUID], data: JSONBody[TimeCorrection]
) -> CorrectedTime:
    subject: bytes = request.state.subject
    return await active_time.correct(context.db, context.seal, subject, person_of_page(request), SubmitId(submit_id), data)


@post(
    "/invitations",
    opt=allow(Policy.ANNOTATOR),
    description="Takes an invitation into the account that asks: a client never learns who else is worked for.",
)
async def take_in(context: Doors, request: AnyRequest, data: JSONBody[Link]) -> TakenIn:
    return TakenIn(await invitations.take_in(context.db, request.state.subject, data.link))


router = Router(
    "/api/annotator",
    route_handlers=[
        queue,
        take_in,
        statement,
        my_time,
        correct_time,
        device_key,
        Router(
            "/projects/{project_id:uuid}",
            route_handlers=[
                claim,
                submit,
                undo,
                skip,
                pass_on,
                my_concerns,
                shown,
                release,
                keep_draft,
                guideline,
                read_guideline,
                ask,
                questions,
                my_answers,
                why,
            ],
        ),
    ],
    tags=["annotator"],
)
