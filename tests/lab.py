"""What most tests need: a workspace, a project with tasks, annotators at their desks. Built with the product's own actions."""

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec

from amana.actions import active_time, concerns, desk, guidelines, history, intake, people, projects
from amana.api.context import Context
from amana.model.account import Device
from amana.model.active_time import CorrectedTime, Evidence, MyTime, TimeCorrection, TimeSoFar
from amana.model.concerns import Ask, PassOn, Question, WayOut
from amana.model.desk import ClaimOrder, DraftKept, HeldTask, KeepDraft, Receipt, Reopened, Submit
from amana.model.form import Form, Panels, TextPart
from amana.model.guidelines import GuidelineToRead
from amana.model.history import MyAnswers
from amana.model.ids import AssignmentId, PlanId, ProjectId, Pseudonym, SubmitId, WorkspaceId
from amana.model.imports import Batch, Plan
from amana.model.projects import NewProject, Progress
from amana.model.scope import Audience, Principal, Scope
from amana.outside import secrets
from amana.store import dispatch
from amana.store import people as people_store
from amana.views import active_time as active_time_view
from amana.views import projects as project_views


class Annotator(msgspec.Struct, frozen=True):
    """Somebody signed in, at the desk of one project."""

    context: Context
    scope: Scope
    project_id: ProjectId
    pseudonym: Pseudonym
    session: str

    async def claim(self, want: int = 1, have: tuple[UUID, ...] = ()) -> list[HeldTask]:
        return await desk.claim(self.context.db, self.context.seal, self.scope, self.project_id, ClaimOrder(want=want, have=have))

    async def submit(
        self, task: HeldTask, preference: object = 0, *, submit_id: UUID | None = None, revision: int | None = None
    ) -> Receipt:
        return await self.submit_to(task.assignment_id, revision or task.revision, preference, submit_id or uuid4())

    async def submit_to(
        self,
        assignment_id: UUID,
        revision: int,
        preference: object,
        submit_id: UUID,
        active_ms: int = 1500,
        time: Evidence | None = None,
    ) -> Receipt:
        answer = {"preference": msgspec.Raw(msgspec.json.encode(preference))}
        sent = Submit(submit_id, assignment_id, revision, answer, active_ms, time)
        return await desk.submit(self.context.db, self.context.seal, self.scope, self.project_id, sent)

    async def correct_time(
        self, submit_id: UUID, stated_ms: int, reason: str = "A call", correction_id: UUID | None = None
    ) -> CorrectedTime:
        said = TimeCorrection(correction_id or uuid4(), stated_ms, reason)
        context, session = self.context, self.scope.subject
        return await active_time.correct(context.db, context.seal, session, None, SubmitId(submit_id), said)

    async def time(self, zone: str = "UTC", day: date | None = None) -> MyTime:
        return await active_time_view.mine(self.context.db, self.context.seal, self.scope.subject, zone, day)

    async def undo(self, submit_id: UUID) -> Reopened:
        return await desk.undo(self.context.db, self.scope, SubmitId(submit_id))

    async def skip(self, assignment_id: UUID) -> None:
        await desk.skip(self.context.db, self.scope, AssignmentId(assignment_id))

    async def pass_on(self, assignment_id: UUID, kind: WayOut, words: str = "", concern_id: UUID | None = None) -> None:
        said = PassOn(concern_id or uuid4(), assignment_id, kind, words)
        await concerns.pass_on(self.context.db, self.context.seal, self.scope, self.project_id, said)

    async def ask(self, words: str, assignment_id: UUID | None = None, question_id: UUID | None = None) -> None:
        asked = Ask(question_id or uuid4(), words, assignment_id)
        await concerns.ask(self.context.db, self.context.seal, self.scope, self.project_id, asked)

    async def questions(self) -> list[Question]:
        return await concerns.questions(self.context.db, self.context.seal, self.scope, self.project_id)

    async def answers(self, before: UUID | None = None) -> MyAnswers:
        asked = SubmitId(before) if before else None
        return await history.mine(self.context.db, self.context.seal, self.scope, self.project_id, asked)

    async def guideline(self) -> GuidelineToRead:
        return await guidelines.to_read(self.context.db, self.context.seal, self.scope, self.project_id)

    async def read(self, version: int) -> None:
        await guidelines.note_read(self.context.db, self.scope, self.project_id, version)

    async def shown(self, assignment_id: UUID) -> None:
        await desk.shown(self.context.db, self.scope, AssignmentId(assignment_id))

    async def keep_draft(
        self,
        assignment_id: UUID,
        revision: int,
        answer: dict[str, Any],
        *,
        base: int = 0,
        device_id: UUID | None = None,
        time: TimeSoFar | None = None,
    ) -> DraftKept:
        encoded = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}
        typed = KeepDraft(assignment_id, revision, base, device_id or uuid4(), encoded, time)
        return await desk.keep_draft(self.context.db, self.context.seal, self.scope, self.project_id, typed)

    async def release(self, *assignments: UUID) -> int:
        return await desk.release(self.context.db, self.scope, assignments)


class Lab(msgspec.Struct, frozen=True):
    """A client with its own walls."""

    context: Context
    workspace_id: WorkspaceId
    key: str
    principal: Principal
    auditor_link: str
    client_link: str

    @classmethod
    async def open(cls, context: Context) -> "Lab":
        made = await people.open_workspace(context.db, context.seal, "Test lab")
        principal = await people_store.authenticate(context.db, secrets.hash_of(made.key))
        assert principal is not None
        return cls(context, made.workspace_id, made.key, principal, made.auditor_link, made.client_link)

    async def project(self, tasks: int = 0, **settings: Any) -> ProjectId:
        """An open project with that many tasks."""
        chosen = {"name": "P", "task_type": "comparison", "rate_minor": 12, "currency": "EUR"} | settings
        new = msgspec.json.decode(msgspec.json.encode(chosen), type=NewProject)
        project_id = await projects.create(self.context.db, self.context.seal, self.principal, new)
        await projects.open_to_annotators(self.context.db, self.principal, project_id)
        if tasks:
            await self.add(project_id, [row(number) for number in range(tasks)])
        return project_id

    async def plan(self, project_id: ProjectId, content: bytes, file_name: str = "rows.jsonl") -> Plan:
        context = self.context
        return await intake.plan(
            context.db, context.seal, context.room, self.principal, project_id, file_name, in_pieces(content)
        )

    async def plan_again(self, project_id: ProjectId, plan_id: PlanId) -> Plan:
        return await intake.get_plan(self.context.db, self.context.seal, self.principal, project_id, plan_id)

    async def commit(self, project_id: ProjectId, plan: Plan) -> Batch:
        return await intake.commit(self.context.db, self.context.seal, self.principal, project_id, PlanId(plan.plan_id))

    async def add(self, project_id: ProjectId, rows: Sequence[dict[str, Any]]) -> Batch:
        return await self.commit(project_id, await self.plan(project_id, json_lines(rows)))

    async def annotator(self, project_id: ProjectId) -> Annotator:
        invited = await people.invite_annotator(self.context.db, self.context.seal, self.principal, project_id, "Noor")
        entered, _ = await people.redeem(self.context.db, self.context.origin, invited.link, Device("", ""))
        scope = Scope(Audience.ANNOTATOR, self.workspace_id, secrets.hash_of(entered.session))
        return Annotator(self.context, scope, project_id, invited.pseudonym, entered.session)

    async def annotators(self, project_id: ProjectId, count: int) -> list[Annotator]:
        return [await self.annotator(project_id) for _ in range(count)]

    async def progress(self, project_id: ProjectId) -> Progress:
        page = await project_views.page(self.context.db, self.context.seal, self.principal, project_id)
        return page.progress

    async def expire(self) -> int:
        """Run the sweep that gives back ended leases, in this workspace."""
        return await dispatch.expire(self.context.db, Scope(Audience.ENGINE, self.workspace_id), 1000)


def row(number: int) -> dict[str, Any]:
    return {"item_id": f"r{number}", "prompt": f"Prompt {number}", "response_a": f"A{number}", "response_b": f"B{number}"}


def json_lines(rows: Sequence[dict[str, Any]]) -> bytes:
    return b"\n".join(msgspec.json.encode(one) for one in rows) + b"\n"


async def in_pieces(content: bytes, size: int = 777) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def panels(form: Form) -> list[str]:
    """The texts that a form shows side by side, in the order shown."""
    [found] = [element.items for element in form.elements if isinstance(element, Panels)]
    return ["".join(part.text for part in parts if isinstance(part, TextPart)) for parts in found]
