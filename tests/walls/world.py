"""Two rival labs on one engine, with somebody of every kind, and what each of the API's routes is asked for."""

import random
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from amana.actions import invitations, listening, media, people, vendors
from amana.actions.media import Shelf
from amana.api.context import Context, cookie_name
from amana.model.account import Device
from amana.model.ids import ProjectId, Pseudonym
from amana.model.scope import Audience, Scope
from amana.outside import secrets
from amana.store import dispatch
from amana.store import vendors as vendors_store
from tests.lab import Annotator, Lab, in_pieces, json_lines, row
from tests.samples import mp3

CANARY = "canary 7c1d"  # in whatever the one lab writes: the other never reads it

# Planted, to see that the walls' tests find it.
FORGOTTEN_WALL = "ALTER POLICY client ON walled.project USING (true) WITH CHECK (true)"


class Who(msgspec.Struct, frozen=True):
    """How a caller shows who they are: a cookie of an audience, or a bearer's key."""

    cookie: tuple[Audience, str] | None = None
    key: str | None = None

    def headers(self, context: Context) -> dict[str, str]:
        if self.cookie:
            return {"cookie": f"{cookie_name(context, self.cookie[0])}={self.cookie[1]}"}
        return {"authorization": f"Bearer {self.key}"} if self.key else {}


class World(msgspec.Struct):
    """`callers` by the names of the matrix's columns. `project` and what follows are the one lab's; `elsewhere` is the rival's."""

    lab: Lab
    callers: dict[str, Who]
    annotator: Annotator
    project: UUID
    colleagues_project: UUID
    elsewhere: UUID
    tasks: list[UUID]
    delivery: UUID
    plan: UUID  # committed long ago
    media: UUID  # what every task shows
    held: list[dict[str, Any]] = []
    submitted: UUID = msgspec.field(default_factory=uuid4)
    concern: UUID = msgspec.field(default_factory=uuid4)  # the annotator's, once they passed a task on
    correction: UUID = msgspec.field(default_factory=uuid4)  # what the annotator says of the time of their answer
    new_plan: UUID | None = None
    links: list[str] = []
    request: UUID = msgspec.field(default_factory=uuid4)  # an operator's, once they asked
    supplied: UUID = msgspec.field(default_factory=uuid4)  # one of the vendor's people, who works for the one lab
    key: UUID = msgspec.field(default_factory=uuid4)  # an API key of the lead's, once they made it

    def assignment(self, number: int) -> str:
        """One that the annotator holds; before they claimed any, one that nobody does."""
        return str(self.held[number]["assignment_id"]) if self.held else str(uuid4())

    def session_of(self, caller: str) -> bytes:
        """The hash by which the engine knows their session."""
        cookie = self.callers[caller].cookie
        assert cookie is not None
        return secrets.hash_of(cookie[1])

    async def settle_one(self, superuser: asyncpg.Connection) -> None:
        """The annotator answers a task, and the time to undo it is over."""
        [task, *_] = await self.annotator.claim(3)
        await self.annotator.submit(task)
        await superuser.execute("UPDATE walled.project SET undo_seconds = 0 WHERE project_id = $1", self.project)
        await superuser.execute(
            "UPDATE walled.task SET ripe_at = now() WHERE project_id = $1 AND answered >= needed", self.project
        )
        walls = self.annotator.scope.workspace_id
        assert await dispatch.settle(self.annotator.context.db, Scope(Audience.ENGINE, walls), 100) == 1

    def secret_words(self) -> list[str]:
        """What no stranger may read: ids and names of what is the one lab's."""
        return [
            CANARY,
            str(self.project),
            *map(str, self.tasks),
            str(self.delivery),
            str(self.plan),
            str(self.media),
            str(self.annotator.pseudonym),
        ]


async def build(context: Context, superuser: asyncpg.Connection) -> World:
    ours, rival = await Lab.open(context), await Lab.open(context)
    project = await ours.project(name=f"P {CANARY}", guideline=f"Do it so, {CANARY}", annotations_needed=1)
    shelf = Shelf(context.db, context.seal, context.room, context.blobs)
    shown = await media.add(shelf, ours.principal, project, f"{CANARY}.mp3", in_pieces(mp3()))
    await listening.listen(context.db, context.seal, context.blobs, ours.workspace_id)
    plan = await ours.plan(project, json_lines([_row(number) | {"media": [f"{CANARY}.mp3"]} for number in range(8)]), CANARY)
    await ours.commit(project, plan)
    await context.sieve.sift(ours.workspace_id)
    colleagues_project, elsewhere = await ours.project(tasks=3), await rival.project(tasks=3)
    annotator, colleague = await ours.annotator(project), await ours.annotator(colleagues_project)
    away, expired = await ours.annotators(project, 2)
    theirs = await rival.annotator(elsewhere)
    await people.end_membership(context.db, ours.principal, project, Pseudonym(away.pseudonym))
    await superuser.execute(
        "UPDATE commons.session SET expires_at = now() WHERE session_hash = $1", secrets.hash_of(expired.session)
    )
    revoked, auditor, rival_auditor = [
        (await people.redeem(context.db, context.origin, link, Device("", "")))[0].session
        for link in (ours.client_link, ours.auditor_link, rival.auditor_link)
    ]
    await people.sign_out(context.db, revoked)
    vendor, other_vendor = await vendor_session(context), await vendor_session(context)
    supplied = await supply(context, vendor, ours, project)
    tasks = await superuser.fetch(
        "SELECT t.task_id FROM walled.task t JOIN walled.task_content c USING (workspace_id, task_id) WHERE t.project_id = $1"
        " ORDER BY c.task_no",
        project,
    )
    return World(
        lab=ours,
        callers={
            "nobody": Who(),
            "annotator": Who((Audience.ANNOTATOR, annotator.session)),
            "colleague": Who((Audience.ANNOTATOR, colleague.session)),
            "away": Who((Audience.ANNOTATOR, away.session)),
            "expired": Who((Audience.ANNOTATOR, expired.session)),
            "stranger": Who((Audience.ANNOTATOR, theirs.session)),
            "lead": Who(key=ours.key),
            "revoked": Who((Audience.CLIENT, revoked)),
            "auditor": Who((Audience.AUDITOR, auditor)),
            "rival": Who(key=rival.key),
            "rival's auditor": Who((Audience.AUDITOR, rival_auditor)),
            "operator": Who((Audience.OPERATOR, await operator_session(superuser))),
            "vendor": Who((Audience.VENDOR, vendor)),
            "other vendor": Who((Audience.VENDOR, other_vendor)),
        },
        annotator=annotator,
        project=project,
        colleagues_project=colleagues_project,
        elsewhere=elsewhere,
        tasks=[task["task_id"] for task in tasks],
        delivery=uuid4(),
        plan=plan.plan_id,
        media=shown.media_id,
        supplied=supplied,
    )


def _row(number: int) -> dict[str, Any]:
    """The second is like the first but for a word."""
    letters = random.Random(max(number, 1))
    texts = {
        field: " ".join("".join(letters.choices("abcdefghijklmnopqrstuvwxyz", k=6)) for _ in range(60))
        for field in ("prompt", "response_a", "response_b")
    }
    return row(number) | texts | {"prompt": f"{texts['prompt']} {CANARY} {number}"}


async def vendor_session(context: Context) -> str:
    """Of a vendor's manager."""
    link = await vendors.create(context.db, context.seal, "Hands", listed=False)
    return (await people.redeem(context.db, context.origin, link, Device("", "")))[0].session


async def supply(context: Context, vendor: str, lab: Lab, project: ProjectId) -> UUID:
    """One of the vendor's people, who took a lab's invitation into their account."""
    link = await vendors.supply(context.db, context.seal, secrets.hash_of(vendor), "Lina")
    session = (await people.redeem(context.db, context.origin, link, Device("", "")))[0].session
    invited = await people.invite_annotator(context.db, context.seal, lab.principal, project, "Hers")
    await invitations.take_in(context.db, secrets.hash_of(session), invited.link)
    [lina] = await vendors_store.people(context.db, secrets.hash_of(vendor))
    return lina.person_id


async def operator_session(superuser: asyncpg.Connection) -> str:
    """Of somebody who runs the installation: they have a live session, and no right to content."""
    session, person = secrets.new_secret(), uuid4()
    await superuser.execute("INSERT INTO commons.person (person_id, body) VALUES ($1, '\\x00')", person)
    await superuser.execute(
        "INSERT INTO commons.session (session_hash, person_id, audience, expires_at) VALUES ($1, $2, 'operator', now() + interval '1 hour')",
        secrets.hash_of(session),
        person,
    )
    return session
