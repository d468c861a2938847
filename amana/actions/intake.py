"""Import in two steps: plan (look, count, price; nothing is made) and commit (whole or not at all, once).

The file's bytes are kept sealed for a day, so the mapping can be changed and the plan committed without sending it again.
"""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import msgspec

from amana.actions.sealed import TaskBody, open_project
from amana.core.lines import LineCutter
from amana.model.errors import (
    BatchTooLarge,
    BudgetExceeded,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    PlanNotFound,
    ProjectNotFound,
    RowsRefused,
)
from amana.model.form import Form
from amana.model.ids import BatchId, PlanId, ProjectId, WorkspaceId
from amana.model.imports import BadRow, Batch, Mapping, Plan
from amana.model.projects import Project
from amana.model.scope import Principal
from amana.outside.seal import Seal
from amana.store import access_log, imports, projects
from amana.store.db import Database
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import RowRefused, check_mapping, text_of

FILE_BYTES_MAX = 4 * 1024**3
BATCH_TASKS_MAX = 1_000_000
CHUNK_BYTES = 1024 * 1024
KEPT_SECONDS = 86_400
BAD_ROWS_SHOWN = 20
_COLUMNS_FROM_ROWS = 200  # the mapping is guessed from the columns of the first rows

# A commit holds one of the client pool's connections while it reads and reports over others: more of them at once than
# this could hold them all and wait for each other.
_commits_at_once = asyncio.Semaphore(2)


class Finding(msgspec.Struct):
    """What a reading of the file found; the sealed part of a plan."""

    file_name: str
    columns: tuple[str, ...]
    mapping: Mapping
    rows: int = 0
    bad_rows: int = 0
    first_bad_rows: tuple[BadRow, ...] = ()
    duplicates: int = 0
    first_task: Form | None = None


class ReadRow(msgspec.Struct, frozen=True):
    """A good row: its line, its payload as JSON, and the digest by which exact duplicates are found."""

    line: int
    body: bytes
    digest: bytes


async def plan(
    db: Database,
    seal: Seal,
    principal: Principal,
    project_id: ProjectId,
    file_name: str,
    content: AsyncIterator[bytes],
    mapping: Mapping | None = None,
) -> Plan:
    """Keep the file sealed for a day and say what committing it would do. `mapping` None: guess it from the columns.

    Raises ProjectNotFound, FileEmpty, FileUnreadable, FileTooLarge, BatchTooLarge, MappingInvalid.
    """
    workspace_id = principal.walls
    project = await _project(db, principal, project_id)
    plan_id = PlanId(uuid4())
    try:
        chunks, size_bytes = await _keep(db, seal, principal, plan_id, content)
        if size_bytes == 0:
            raise FileEmpty()
        reader = FileReader(db, seal, principal, plan_id, chunks, project)
        finding = await reader.examine(file_name, mapping)
    except BaseException:
        # "Nothing was kept" is true: what had arrived of a file that makes no plan goes at once.
        async with db.transaction(principal.scope) as tx:
            await imports.delete_chunks(tx, workspace_id, plan_id)
        raise
    async with db.transaction(principal.scope) as tx:
        await imports.insert_plan(
            tx,
            workspace_id,
            plan_id,
            project_id,
            body=_sealed(seal, workspace_id, plan_id, finding),
            size_bytes=size_bytes,
            chunks=chunks,
            rows=finding.rows,
            kept_seconds=KEPT_SECONDS,
        )
        await access_log.append(tx, workspace_id, "planned", principal.actor, project_id, f"plan {plan_id}")
    return await get_plan(db, seal, principal, project_id, plan_id)


async def remap(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, plan_id: PlanId, mapping: Mapping) -> Plan:
    """Read the kept file again under another mapping. Raises PlanNotFound, MappingInvalid."""
    workspace_id = principal.walls
    project = await _project(db, principal, project_id)
    stored = await _stored(db, principal, project_id, plan_id)
    earlier = _opened(seal, workspace_id, stored)
    finding = await FileReader(db, seal, principal, plan_id, stored.chunks, project).examine(earlier.file_name, mapping)
    async with db.transaction(principal.scope) as tx:
        await imports.replace_plan(tx, workspace_id, plan_id, _sealed(seal, workspace_id, plan_id, finding))
        await access_log.append(tx, workspace_id, "planned", principal.actor, project_id, f"plan {plan_id}")
    return await get_plan(db, seal, principal, project_id, plan_id)


async def get_plan(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> Plan:
    """The plan as it stands, with how far its commit is. Raises PlanNotFound."""
    project = await _project(db, principal, project_id)
    stored = await _stored(db, principal, project_id, plan_id)
    finding = _opened(seal, principal.walls, stored)
    tasks = finding.rows - finding.bad_rows - finding.duplicates
    mapped = {column for columns in finding.mapping.fields.values() for column in columns}
    return Plan(
        plan_id=stored.plan_id,
        project_id=stored.project_id,
        file_name=finding.file_name,
        rows=finding.rows,
        bad_rows=finding.bad_rows,
        first_bad_rows=finding.first_bad_rows,
        duplicates=finding.duplicates,
        tasks=tasks,
        columns=finding.columns,
        mapping=finding.mapping,
        fields=TASK_TYPES[project.task_type].fields,
        ignored_columns=tuple(column for column in finding.columns if column not in mapped),
        price_minor=tasks * project.annotations_needed * project.rate_minor,
        currency=project.currency,
        first_task=finding.first_task,
        expires_at=stored.expires_at,
        rows_done=stored.rows_done,
        batch_id=stored.batch_id,
    )


async def commit(db: Database, seal: Seal, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> Batch:
    """Make the plan's tasks, all of them or none. Committing a plan again returns the batch it became.

    Exact duplicates, within the file or of a task the project has already, are left out and counted. Raises PlanNotFound,
    RowsRefused, BudgetExceeded.
    """
    workspace_id = principal.walls
    project = await _project(db, principal, project_id)
    stored = await _stored(db, principal, project_id, plan_id)
    finding = _opened(seal, workspace_id, stored)
    if finding.bad_rows:
        worst = finding.first_bad_rows[0]
        raise RowsRefused(bad_rows=finding.bad_rows, rows=finding.rows, row=worst.row, field=worst.field, reason=worst.reason)
    reader = FileReader(db, seal, principal, plan_id, stored.chunks, project)
    async with _commits_at_once, db.transaction(principal.scope) as tx:
        await imports.lock_commits(tx, project_id)
        done = await imports.batch_of_plan(tx, workspace_id, plan_id)
        if done is not None:
            return done
        await imports.make_staging(tx)
        tasks = read = 0
        seen: set[bytes] = set()
        async for rows in reader.good_rows(finding.mapping):
            known = seen | await imports.digests_present(tx, workspace_id, project_id, [row.digest for row in rows])
            fresh = []
            for row in rows:
                if row.digest not in known:
                    known.add(row.digest)
                    fresh.append(row)
            seen.update(row.digest for row in fresh)
            await imports.stage(tx, await asyncio.to_thread(_staged, seal, workspace_id, fresh))
            tasks += len(fresh)
            read += len(rows)
            await _report(db, principal, plan_id, read)
        price_minor = tasks * project.annotations_needed * project.rate_minor
        left_minor = await projects.budget_left(tx, workspace_id, project_id)
        if left_minor is not None and price_minor > left_minor:
            raise BudgetExceeded(price_minor=price_minor, left_minor=left_minor, currency=project.currency)
        batch_id = BatchId(uuid4())
        await imports.insert_batch(
            tx,
            workspace_id,
            batch_id,
            project_id,
            plan_id,
            tasks=tasks,
            left_out=read - tasks,
            price_minor=price_minor,
        )
        await imports.unstage(tx, workspace_id, project_id, batch_id, project.annotations_needed)
        await projects.raise_epoch(tx, workspace_id, project_id)
        await access_log.append(tx, workspace_id, "imported", principal.actor, project_id, f"batch {batch_id}")
        made = await imports.batch_of_plan(tx, workspace_id, plan_id)
        assert made is not None
    return made


class FileReader:
    """Reads a kept file under a mapping, a chunk at a time, never the whole of it in memory."""

    def __init__(self, db: Database, seal: Seal, principal: Principal, plan_id: PlanId, chunks: int, project: Project) -> None:
        self._db = db
        self._seal = seal
        self._principal = principal
        self._workspace_id = principal.walls
        self._plan_id = plan_id
        self._chunks = chunks
        self._project_id = ProjectId(project.project_id)
        self._type = open_project(seal, self._workspace_id, project.project_id, project.task_type, project.body)

    async def examine(self, file_name: str, mapping: Mapping | None) -> Finding:
        """Read every row and say what was found; `mapping` None is guessed. Raises the errors of `plan`."""
        columns = await self._columns()
        if mapping is None:
            mapping = self._type.task_type.guess(columns)
        check_mapping(self._type.task_type, mapping, columns)
        finding = Finding(file_name, columns, mapping)
        seen: set[bytes] = set()
        bad: list[BadRow] = []
        async for lines in self._lines():
            read = await asyncio.to_thread(self._read_lines, lines, mapping)
            good = [row for row in read if isinstance(row, ReadRow)]
            async with self._db.snapshot(self._principal.scope) as tx:
                known = await imports.digests_present(tx, self._workspace_id, self._project_id, [row.digest for row in good])
            for row in read:
                finding.rows += 1
                if isinstance(row, BadRow):
                    finding.bad_rows += 1
                    if len(bad) < BAD_ROWS_SHOWN:
                        bad.append(row)
                elif row.digest in seen or row.digest in known:
                    finding.duplicates += 1
                else:
                    seen.add(row.digest)
                    if finding.first_task is None:
                        finding.first_task = self._form(row)
            if finding.rows > BATCH_TASKS_MAX:
                raise BatchTooLarge(limit_rows=BATCH_TASKS_MAX)
        finding.first_bad_rows = tuple(bad)
        return finding

    async def good_rows(self, mapping: Mapping) -> AsyncIterator[list[ReadRow]]:
        """The rows chunk by chunk. Raises RowsRefused at a bad one: a plan with bad rows is not committed."""
        async for lines in self._lines():
            rows = await asyncio.to_thread(self._read_lines, lines, mapping)
            good = []
            for row in rows:
                if isinstance(row, BadRow):
                    raise RowsRefused(bad_rows=1, rows=len(rows), row=row.row, field=row.field, reason=row.reason)
                good.append(row)
            yield good

    async def _columns(self) -> tuple[str, ...]:
        """The columns of the first rows, in their order. Raises FileEmpty, or FileUnreadable if none of them is a row."""
        columns: dict[str, None] = {}
        unreadable: BadRow | None = None
        count = 0
        async for lines in self._lines():
            for number, line in lines:
                row = _decoded(line)
                if isinstance(row, dict):
                    columns.update(dict.fromkeys(row))
                elif unreadable is None:
                    unreadable = BadRow(number, "", row)
                count += 1
                if count >= _COLUMNS_FROM_ROWS:
                    break
            if count >= _COLUMNS_FROM_ROWS:
                break
        if count == 0:
            raise FileEmpty()
        if not columns and unreadable is not None:
            raise FileUnreadable(row=unreadable.row, reason=unreadable.reason)
        return tuple(columns)

    async def _lines(self) -> AsyncIterator[list[tuple[int, bytes]]]:
        cutter = LineCutter()
        for chunk_no in range(self._chunks):
            async with self._db.snapshot(self._principal.scope) as tx:
                body = await imports.chunk(tx, self._workspace_id, self._plan_id, chunk_no)
            if body is None:
                raise PlanNotFound(plan_id=self._plan_id)
            piece = self._seal.open("plan_chunk", self._workspace_id, self._plan_id, body, part=chunk_no)
            yield list(cutter.feed(piece))
        yield list(cutter.end())

    def _read_lines(self, lines: list[tuple[int, bytes]], mapping: Mapping) -> list[ReadRow | BadRow]:
        return [self._read_line(number, line, mapping) for number, line in lines]

    def _read_line(self, number: int, line: bytes, mapping: Mapping) -> ReadRow | BadRow:
        row = _decoded(line)
        if not isinstance(row, dict):
            return BadRow(number, "", row)
        try:
            payload = msgspec.json.encode(self._type.task_type.read(row, mapping))
            item_id = _item_id(row, mapping)
        except RowRefused as refused:
            return BadRow(number, refused.field, refused.reason)
        digest = self._seal.digest(self._workspace_id, payload)
        return ReadRow(number, msgspec.json.encode(TaskBody(msgspec.Raw(payload), item_id)), digest)

    def _form(self, row: ReadRow) -> Form:
        body = msgspec.json.decode(row.body, type=TaskBody)
        payload = msgspec.json.decode(body.payload, type=self._type.task_type.payload_type)
        return self._type.task_type.form(payload, self._type.options, self._type.task_type.present(payload, 0))


def _decoded(line: bytes) -> dict[str, object] | str:
    """The row, or what is wrong with it in words."""
    try:
        row = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return f"the line is not JSON: {error}. Write one object a line."
    except RecursionError:
        return "the line is nested too deeply. A row has columns of text; flatten it."
    except UnicodeDecodeError:
        return "the line is not UTF-8. Save the file as UTF-8 and send it again."
    if not isinstance(row, dict):
        return "the line is JSON but not an object. Write one object a line."
    return row


def _item_id(row: dict[str, object], mapping: Mapping) -> str | None:
    columns = mapping.fields.get("item_id", ())
    if not columns:
        return None
    value = row.get(columns[0])
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(row, "item_id", columns[0])


def _staged(seal: Seal, workspace_id: WorkspaceId, rows: list[ReadRow]) -> list[tuple[UUID, int, bytes, bytes]]:
    staged = []
    for row in rows:
        task_id = uuid4()
        staged.append((task_id, row.line, row.digest, seal.seal("task", workspace_id, task_id, row.body)))
    return staged


async def _keep(
    db: Database, seal: Seal, principal: Principal, plan_id: PlanId, content: AsyncIterator[bytes]
) -> tuple[int, int]:
    """Seal and store the file in chunks as it arrives; (chunks, bytes). Each chunk commits alone: the sender may be slow."""
    workspace_id = principal.walls
    chunks = size_bytes = 0

    async def store(piece: bytes) -> None:
        body = seal.seal("plan_chunk", workspace_id, plan_id, piece, part=chunks)
        async with db.transaction(principal.scope) as tx:
            await imports.insert_chunk(tx, workspace_id, plan_id, chunks, body)

    async for piece in _pieces(content):
        size_bytes += len(piece)
        if size_bytes > FILE_BYTES_MAX:
            raise FileTooLarge(limit_bytes=FILE_BYTES_MAX)
        await store(piece)
        chunks += 1
    return chunks, size_bytes


async def _pieces(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The stream in pieces of CHUNK_BYTES, the last one shorter."""
    waiting = bytearray()
    async for part in content:
        waiting += part
        while len(waiting) >= CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES])
            del waiting[:CHUNK_BYTES]
    if waiting:
        yield bytes(waiting)


async def _report(db: Database, principal: Principal, plan_id: PlanId, rows: int) -> None:
    """How far the commit is, in a transaction of its own so that a progress bar can see it."""
    async with db.transaction(principal.scope) as tx:
        await imports.rows_done(tx, principal.walls, plan_id, rows)


async def _project(db: Database, principal: Principal, project_id: ProjectId) -> Project:
    async with db.snapshot(principal.scope) as tx:
        project = await projects.find(tx, principal.walls, project_id)
    if project is None:
        raise ProjectNotFound(project_id=project_id)
    return project


async def _stored(db: Database, principal: Principal, project_id: ProjectId, plan_id: PlanId) -> imports.StoredPlan:
    async with db.snapshot(principal.scope) as tx:
        stored = await imports.plan(tx, principal.walls, plan_id)
    if stored is None or stored.project_id != project_id:
        raise PlanNotFound(plan_id=plan_id)
    return stored


def _sealed(seal: Seal, workspace_id: WorkspaceId, plan_id: PlanId, finding: Finding) -> bytes:
    return seal.seal("plan", workspace_id, plan_id, msgspec.json.encode(finding))


def _opened(seal: Seal, workspace_id: WorkspaceId, stored: imports.StoredPlan) -> Finding:
    return msgspec.json.decode(seal.open("plan", workspace_id, stored.plan_id, stored.body), type=Finding)
