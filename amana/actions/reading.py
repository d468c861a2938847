"""Reading a kept file: every row checked by the task type, the good ones sealed and stored as contents, the bad ones named.

A large file is read by a process of its own (`amana/reader.py`), so that neither its parsing nor its libraries are felt by
whoever works at that moment.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import BinaryIO, NamedTuple
from uuid import UUID

import msgspec

from amana.actions.known_media import KnownMedia
from amana.actions.sealed import ProjectType, TaskBody, TaskMedia, item_digest, leads_path, open_project, with_media
from amana.model.errors import BatchTooLarge, FileEmpty, FileUnreadable, PlanNotFound, ProjectNotFound
from amana.model.form import Form
from amana.model.ids import PlanId, ProjectId
from amana.model.imports import BadRow, Mapping
from amana.model.scope import Principal, Scope
from amana.outside import tables
from amana.outside.seal import Owner, Seal, random_pieces
from amana.outside.uploads import Uploads
from amana.store import imports, media, projects
from amana.store.db import Database
from amana.tasktypes.base import RowRefused, check_mapping, guess_shared, text_of

BATCH_TASKS_MAX = 2_000_000
BAD_ROWS_SHOWN = 20
APART_FROM_BYTES = 2_000_000
_COLUMNS_FROM_ROWS = 200  # the mapping is guessed from the columns of the first rows


class Finding(msgspec.Struct):
    """What a reading found; the sealed part of a plan. `fresh`: different contents the project has no task of."""

    file_name: str
    columns: tuple[str, ...] = ()
    mapping: Mapping = msgspec.field(default_factory=lambda: Mapping({}))
    rows: int = 0
    bad_rows: int = 0
    first_bad_rows: tuple[BadRow, ...] = ()
    fresh: int = 0
    first_task: Form | None = None


class Reading(msgspec.Struct, frozen=True):
    """One reading to be done: whose file, of which plan, under which mapping (None: to be guessed)."""

    principal: Principal
    project_id: ProjectId
    plan_id: PlanId
    file_name: str
    mapping: Mapping | None


class ReadingRoom:
    """Where kept files are read. `apart` does a reading in another process; None: everything is read here."""

    def __init__(
        self, db: Database, seal: Seal, uploads: Uploads, apart: Callable[[Reading], Awaitable[Finding]] | None = None
    ) -> None:
        self.uploads = uploads
        self._db = db
        self._seal = seal
        self._apart = apart

    async def read(self, reading: Reading, size_bytes: int) -> Finding:
        """Read the plan's file from its beginning, whatever was read before, and store what was found.

        Raises PlanNotFound, FileEmpty, FileUnreadable, FileBroken, LineTooLong, BatchTooLarge, MappingInvalid.
        """
        if self._apart is None or (size_bytes < APART_FROM_BYTES and not await asyncio.to_thread(self._may_be_a_bomb, reading)):
            return await self.read_here(reading)
        return await self._apart(reading)

    def _may_be_a_bomb(self, reading: Reading) -> bool:
        """Whether the file may unpack to far more than its size."""
        try:
            with self.uploads.open(Owner(reading.principal.walls, reading.project_id), reading.plan_id) as file:
                return tables.is_parquet(file.read(4))
        except FileNotFoundError:
            return False  # which is said by whoever reads it

    async def read_here(self, reading: Reading) -> Finding:
        """The same, in this process."""
        principal, project_id, plan_id = reading.principal, reading.project_id, reading.plan_id
        workspace_id = principal.walls
        async with self._db.snapshot(principal.scope) as tx:
            project = await projects.find(tx, workspace_id, project_id)
            plan = await imports.plan(tx, workspace_id, plan_id)
            files = await media.every(tx, workspace_id, project_id)
        if project is None:
            raise ProjectNotFound(project_id=project_id)
        if plan is None:
            raise PlanNotFound(plan_id=plan_id)
        kind = open_project(self._seal, workspace_id, project_id, project.task_type, project.body)
        owner = Owner(workspace_id, project_id)
        try:
            file = self.uploads.open(owner, plan_id)
        except FileNotFoundError:
            raise PlanNotFound(plan_id=plan_id) from None
        with file:
            reader = await asyncio.to_thread(
                Reader,
                self._seal,
                owner,
                plan.batch_no,
                kind,
                KnownMedia(self._seal, owner, files),
                file,
                reading.file_name,
                reading.mapping,
            )  # a mapping that does not fit leaves what was read before
            async with self._db.transaction(principal.scope) as tx:
                await imports.begin_reading(tx, workspace_id, project_id, plan_id, plan.batch_no)
            await self._store(principal.scope, reading, plan.batch_no, reader)
        async with self._db.transaction(principal.scope) as tx:
            reader.finding.fresh = await imports.fresh(tx, workspace_id, project_id, plan.batch_no)
            salt = self._seal.salt_of(plan.body)
            body = self._seal.seal("plan", owner, plan_id, msgspec.json.encode(reader.finding), salt=salt)
            await imports.end_reading(tx, workspace_id, plan_id, body, reader.finding.rows)
        return reader.finding

    async def _store(self, scope: Scope, reading: Reading, batch_no: int, reader: "Reader") -> None:
        """Store one portion while the next is read: the database and this process each have a core."""

        async def keep(contents: imports.Contents, rows_done: int) -> None:
            async with self._db.transaction(scope) as tx:
                await imports.insert_contents(tx, scope.walls, reading.project_id, batch_no, contents)
                await imports.rows_done(tx, scope.walls, reading.plan_id, rows_done)

        portions = reader.portions()
        keeping: asyncio.Task[None] | None = None
        try:
            while (contents := await asyncio.to_thread(next, portions, None)) is not None:
                if keeping is not None:
                    await keeping
                keeping = asyncio.create_task(keep(contents, reader.finding.rows))
        finally:
            if keeping is not None:
                await keeping


class _Good(NamedTuple):
    """A row that can be a task: what tells it from others, the body to be sealed, the client's own id, the files it shows."""

    content: bytes
    body: bytes
    item_id: str | None
    media: tuple[TaskMedia, ...]


class Reader:
    """Reads a file once. `finding` grows as `portions` is taken."""

    def __init__(
        self,
        seal: Seal,
        owner: Owner,
        batch_no: int,
        kind: ProjectType,
        known: KnownMedia,
        file: BinaryIO,
        file_name: str,
        mapping: Mapping | None,
    ) -> None:
        """Raises FileEmpty, FileUnreadable, FileBroken, LineTooLong, MappingInvalid: what the first rows tell."""
        self._seal = seal
        self._owner = owner
        self._batch_no = batch_no
        self._type = kind
        self._known = known
        self._rows = tables.rows(file, file_name)
        self._first: list[list[tables.Row]] = []
        columns = self._columns()
        chosen = mapping or Mapping(guess_shared(columns) | kind.task_type.guess(columns, kind.options).fields)
        check_mapping(kind.task_type, kind.options, chosen, columns)
        self._mapping = chosen
        self._bad: list[BadRow] = []
        self.finding = Finding(file_name, columns, chosen)

    def portions(self) -> Iterator[imports.Contents]:
        """The good rows, sealed, some at a time. Raises BatchTooLarge and what `tables.rows` raises."""
        seal_task = self._seal.sealer("task", self._owner, self._batch_no)
        digest = self._seal.digester(self._owner)
        task_ids = (UUID(bytes=piece, version=4) for piece in random_pieces(16))
        for portion in self._all_rows():
            contents = imports.Contents()
            for number, row in portion:
                self.finding.rows += 1
                read = self._read(number, row)
                if isinstance(read, BadRow):
                    self._note(read)
                    continue
                task_id = next(task_ids)
                contents.task_ids.append(task_id)
                contents.rows.append(number)
                contents.digests.append(digest(read.content))
                contents.items.append(None if read.item_id is None else item_digest(digest, read.item_id))
                contents.bodies.append(seal_task(task_id, number, read.body))
                contents.media.extend((task_id, media_id) for media_id in {one.media_id for one in read.media})
            if self.finding.rows > BATCH_TASKS_MAX:
                raise BatchTooLarge(limit_rows=BATCH_TASKS_MAX)
            yield contents

    def refused(self) -> Iterator[list[tuple[BadRow, object]]]:
        """Every bad row with what it held, some at a time."""
        for portion in self._all_rows():
            yield [(read, row) for number, row in portion if isinstance(read := self._read(number, row), BadRow)]

    def _columns(self) -> tuple[str, ...]:
        """The columns of the first rows, in their order. What was taken for it is read again by `_all_rows`."""
        columns: dict[str, None] = {}
        unreadable: BadRow | None = None
        count = 0
        for portion in self._rows:
            self._first.append(portion)
            for number, row in portion[: _COLUMNS_FROM_ROWS - count]:
                if isinstance(row, dict):
                    columns.update(dict.fromkeys(row))
                elif unreadable is None:
                    unreadable = BadRow(number, "", row)
                count += 1
            if count >= _COLUMNS_FROM_ROWS:
                break
        if count == 0:
            raise FileEmpty()
        if not columns and unreadable is not None:
            raise FileUnreadable(row=unreadable.row, reason=unreadable.reason)
        return tuple(columns)

    def _all_rows(self) -> Iterator[list[tables.Row]]:
        while self._first:
            yield self._first.pop(0)
        yield from self._rows

    def _read(self, number: int, row: dict[str, object] | str) -> _Good | BadRow:
        if isinstance(row, str):
            return BadRow(number, "", row)
        try:
            read = self._type.task_type.read(row, self._mapping, self._type.options)
            payload = msgspec.json.encode(read)
            item_id = _item_id(row, self._mapping)
            shown = self._known.of_task(self._type.task_type.files(read), row, self._mapping)
            body = msgspec.json.encode(TaskBody(msgspec.Raw(payload), item_id, shown))
        except RowRefused as refused:
            return BadRow(number, refused.field, refused.reason)
        except UnicodeEncodeError:
            return BadRow(number, "", "a text holds half of a character (a lone surrogate). Write the whole character.")
        if self.finding.first_task is None:
            kind = self._type.task_type
            value = msgspec.json.decode(payload, type=kind.payload_type)
            form = kind.form(value, self._type.options, kind.present(value, 0))
            self.finding.first_task = with_media(form, shown, leads_path(self._owner.project_id))
        # The same words beside another picture are another task.
        content = payload + b"".join(one.media_id.bytes for one in shown)
        return _Good(content, body, item_id, shown)

    def _note(self, bad: BadRow) -> None:
        self.finding.bad_rows += 1
        if len(self._bad) < BAD_ROWS_SHOWN:
            self._bad.append(bad)
            self.finding.first_bad_rows = tuple(self._bad)


def _item_id(row: dict[str, object], mapping: Mapping) -> str | None:
    columns = mapping.fields.get("item_id", ())
    if not columns:
        return None
    value = row.get(columns[0])
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, "item_id", columns[0])
