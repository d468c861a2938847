"""The sweep that finds near-duplicates: reads new batches, keeps the band keys of their tasks, and compares what shares one.

Each portion is kept as it is done, so that a restart takes up where it was. In memory are at most a portion of contents,
BANDS_AT_ONCE keys and two numbers for each task of the project, and PARTNERS_MAX pairs for each that has any.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import islice
from uuid import UUID

import msgspec
import numpy as np

from amana.actions.sealed import ProjectType, open_project, open_task_unless_destroyed
from amana.core.near_duplicates import (
    ALIKE,
    BANDS,
    CHARS_MAX,
    NO_PAIRS,
    TEXTS_MAX,
    Hashes,
    Ints,
    Keys,
    Pairs,
    band_keys,
    likeness,
    partners,
    plain,
    shingle_sets,
    with_pairs_of,
)
from amana.model.errors import ProjectNotFound
from amana.model.ids import ProjectId, WorkspaceId
from amana.model.scope import Audience, Scope
from amana.outside.seal import Owner, Seal
from amana.store import near_duplicates, projects
from amana.store.db import Database
from amana.store.near_duplicates import Content, Copy, Page, Unread
from amana.tasktypes import TASK_TYPES

APART_FROM_TASKS = 2_000
SLICE_TASKS = 100_000  # are read in one turn; then it is another project's
PAGE_TASKS = 5_000
PAGE_BYTES = 16 * 1024**2
BANDS_AT_ONCE = 5
JUDGED_AT_ONCE = 100
SLICE_JUDGED = 50_000
MET_BYTES = 64 * 1024**2  # of shingles kept while tasks are compared

Partners = tuple[int, list[int]]
Met = tuple[UUID, tuple[Hashes, ...]]


class Sifting(msgspec.Struct, frozen=True):
    """One project to be looked through, `withdrawals` portions of whose tasks were withdrawn before."""

    workspace_id: WorkspaceId
    project_id: ProjectId
    withdrawals: int


class Sieve:
    """Looks for near-duplicates. `apart` does it for a project in another process; None: everything is done here."""

    def __init__(self, db: Database, seal: Seal, apart: Callable[[Sifting], Awaitable[int]] | None = None) -> None:
        self._db = db
        self._seal = seal
        self._apart = apart

    async def sift(self, workspace_id: WorkspaceId) -> int:
        """A slice of each project of the workspace that has something to look through; says how many tasks were read or compared.

        A project whose type is missing waits for it.
        """
        async with self._db.snapshot(Scope(Audience.ENGINE, workspace_id)) as tx:
            behind = await near_duplicates.behind(tx, workspace_id)
        done = 0
        for project in behind:
            if project.task_type not in TASK_TYPES:
                continue
            job = Sifting(workspace_id, ProjectId(project.project_id), project.withdrawals)
            apart = self._apart if project.tasks >= APART_FROM_TASKS else None
            done += await (apart or self.sift_here)(job)
        return done

    async def sift_here(self, job: Sifting) -> int:
        """A slice of one project, in this process: tasks are read, or once every task is, compared."""
        async with self._db.snapshot(Scope(Audience.ENGINE, job.workspace_id)) as tx:
            project = await projects.find(tx, job.workspace_id, job.project_id)
        if project is None:
            raise ProjectNotFound(project_id=job.project_id)
        kind = open_project(self._seal, job.workspace_id, job.project_id, project.task_type, project.body)
        slice_ = _Slice(self._db, self._seal, job, kind)
        read = await slice_.read(SLICE_TASKS)
        return read if read >= SLICE_TASKS else read + await slice_.compare()


class _Slice:
    def __init__(self, db: Database, seal: Seal, job: Sifting, kind: ProjectType) -> None:
        self._db = db
        self._seal = seal
        self._scope = Scope(Audience.ENGINE, job.workspace_id)
        self._of = job.workspace_id, job.project_id
        self._job = job
        self._type = kind.task_type
        self._met: dict[int, Met] = {}  # tasks lately compared, by their numbers
        self._met_bytes = 0

    # ---- reading -----------------------------------------------------------------------------------------------------------

    async def read(self, most: int) -> int:
        """Read about `most` tasks that were not read yet and keep their keys; says how many."""
        read = 0
        while read < most:
            async with self._db.snapshot(self._scope) as tx:
                batch = await near_duplicates.unread(tx, *self._of)
            if batch is None:
                break
            read += await self._read_batch(batch, most - read)
        return read

    async def _read_batch(self, batch: Unread, most: int) -> int:
        """The next portion is fetched while keys are made of this one: the database and this process each have a core."""
        wanted, read = min(batch.tasks - batch.tasks_read, most), 0
        coming = asyncio.create_task(self._contents(batch, batch.read_no))
        try:
            while read < wanted:
                contents = await coming
                assert contents  # a batch has as many contents as tasks
                read += len(contents)
                if read < wanted:
                    coming = asyncio.create_task(self._contents(batch, contents[-1].task_no))
                await self._keep(contents)
        finally:
            await asyncio.gather(coming, return_exceptions=True)
        return read

    async def _keep(self, contents: Sequence[Content]) -> None:
        tasks, body = await asyncio.to_thread(self._page_of, contents)
        last_no = contents[-1].task_no
        async with self._db.transaction(self._scope) as tx:
            await near_duplicates.keep_page(tx, *self._of, last_no, read=len(contents), tasks=tasks, body=body)

    async def _contents(self, batch: Unread, after_no: int) -> list[Content]:
        async with self._db.snapshot(self._scope) as tx:
            return await near_duplicates.contents(tx, *self._of, batch.batch_no, after_no, PAGE_TASKS, PAGE_BYTES)

    def _page_of(self, contents: Sequence[Content]) -> tuple[int, bytes]:
        """How many of the tasks have keys, and their rows and keys, sealed. Those that are too long to be compared, or
        destroyed, have none."""
        rows, items = [], []
        for content in contents:
            item = self._texts(content)
            if item is not None and sum(map(len, item)) <= CHARS_MAX:
                rows.append(content.task_no & 0xFFFFFFFF)
                items.append(item)
        columns = np.concatenate((np.array([rows], np.uint32), band_keys(items).T))
        page = columns.astype("<u4").tobytes()
        _, project_id = self._of
        return len(items), self._seal.seal("band_page", Owner(*self._of), project_id, page, part=contents[-1].task_no)

    def _texts(self, content: Content) -> list[str] | None:
        """None where the content was destroyed: nothing is like it any more."""
        opened = open_task_unless_destroyed(self._seal, Owner(*self._of), content.task_id, content.body)
        if opened is None:
            return None
        payload = msgspec.json.decode(opened.payload, type=self._type.payload_type)
        texts = self._type.texts(payload)
        if opened.media:  # the same words beside another picture are another task
            if len(texts) == TEXTS_MAX:
                texts = (*texts[:-2], "\n".join(texts[-2:]))
            texts = (*texts, " ".join(str(one.media_id) for one in opened.media))
        return [plain(text) for text in texts]

    # ---- comparing ---------------------------------------------------------------------------------------------------------

    async def compare(self) -> int:
        """Compare the next tasks that were read but not compared, in their order, with those before them; says how many.

        Each is a copy of the one it is most like, if that is like enough and no copy itself: so whoever withdraws every copy
        keeps, for each, one that it was compared with.
        """
        async with self._db.snapshot(self._scope) as tx:
            batches = await near_duplicates.read_batches(tx, *self._of)
            pages = await near_duplicates.pages(tx, *self._of)
            orphans = await near_duplicates.orphans(tx, *self._of)
        unjudged = orphans or not all(page.sifted for page in pages)
        compared = await self._compare(pages, orphans) if unjudged else 0
        if compared < SLICE_JUDGED:
            async with self._db.transaction(self._scope) as tx:
                await near_duplicates.keep_sifted(tx, *self._of, batches, self._job.withdrawals)
        return compared

    async def _compare(self, pages: Sequence[Page], orphans: Sequence[int]) -> int:
        numbers = np.concatenate([np.empty(0, np.int64), *[await self._numbers(page) for page in pages]])
        judged = np.concatenate([np.empty(0, bool), *[np.full(page.tasks, page.sifted) for page in pages]])
        judged_to = np.repeat([page.judged_no for page in pages], [page.tasks for page in pages])
        judged |= numbers <= judged_to.astype(np.int64)
        judged &= ~np.isin(numbers, orphans)
        # Whoever is judged stays as judged: the others come after them, whatever batch they are of.
        order = np.argsort(~judged, kind="stable")
        numbers = numbers[order]
        pairs = await self._pairs(pages, order, int(np.count_nonzero(judged)))
        return await self._judge(
            ((int(numbers[later]), numbers[earlier].tolist()) for later, earlier in partners(pairs)), orphans
        )

    async def _pairs(self, pages: Sequence[Page], order: Ints, judged: int) -> Pairs:
        """What is to be compared, by places in `order`."""
        pairs = NO_PAIRS
        columns = np.empty((BANDS_AT_ONCE, len(order)), np.uint32)
        for first in range(1, 1 + BANDS, BANDS_AT_ONCE):
            start = 0
            for page in pages:
                columns[:, start : start + page.tasks] = (await self._page(page))[first : first + BANDS_AT_ONCE]
                start += page.tasks
            for column in columns:
                pairs = await asyncio.to_thread(with_pairs_of, pairs, column[order], judged)
        return pairs

    async def _numbers(self, page: Page) -> Ints:
        rows: Ints = (await self._page(page))[0].astype(np.int64)
        return rows + (page.last_no >> 32 << 32)

    async def _page(self, page: Page) -> Keys:
        """Rows, and the keys band by band: (1 + BANDS, tasks)."""
        async with self._db.snapshot(self._scope) as tx:
            body = await near_duplicates.page(tx, *self._of, page.last_no)
        _, project_id = self._of
        opened = self._seal.open("band_page", Owner(*self._of), project_id, body, part=page.last_no)
        return np.frombuffer(opened, "<u4").astype(np.uint32).reshape(1 + BANDS, page.tasks)

    async def _judge(self, to_compare: Iterable[Partners], orphans: Sequence[int]) -> int:
        """Judge SLICE_JUDGED tasks in their order, a portion a commit; and if that is all, those orphans that are like nobody."""
        compared = 0
        left = iter(to_compare)
        lost = set(orphans)
        while portion := list(islice(left, JUDGED_AT_ONCE)):
            compared += await self._judge_portion(portion)
            lost -= {later for later, _ in portion}
            if compared >= SLICE_JUDGED:
                return compared
        alone: list[Partners] = [(number, []) for number in sorted(lost)]
        for start in range(0, len(alone), JUDGED_AT_ONCE):
            await self._judge_portion(alone[start : start + JUDGED_AT_ONCE])
        return compared

    async def _judge_portion(self, portion: Sequence[Partners]) -> int:
        later = [number for number, _ in portion]
        async with self._db.snapshot(self._scope) as tx:
            originals = await near_duplicates.known(
                tx, *self._of, sorted({*later, *(one for _, earlier in portion for one in earlier)})
            )
            unknown = {*later, *originals.values()} - self._met.keys()
            contents = await near_duplicates.numbered(tx, *self._of, sorted(unknown))
        copies = await asyncio.to_thread(self._copies, portion, originals, contents)
        async with self._db.transaction(self._scope) as tx:
            await near_duplicates.keep(tx, *self._of, later, copies)
        return len(portion)

    def _meet(self, contents: Sequence[Content]) -> None:
        for content in contents:
            shingles = shingle_sets(self._texts(content) or [])
            self._met[content.task_no] = content.task_id, shingles
            self._met_bytes += sum(text.nbytes for text in shingles)

    def _forget(self) -> None:
        """Those who were met first. Tasks of one mould meet the same others again and again: what was made of these is kept."""
        while self._met_bytes > MET_BYTES:
            _, shingles = self._met.pop(next(iter(self._met)))
            self._met_bytes -= sum(text.nbytes for text in shingles)

    def _copies(self, portion: Sequence[Partners], originals: dict[int, int], contents: Sequence[Content]) -> list[Copy]:
        """`originals`: of each task that is not withdrawn, the number of what it is a copy of, or its own."""
        self._meet(contents)
        originals |= {later: later for later, _ in portion if later in originals}
        copies = []
        for later, earlier in portion:
            if later not in originals:
                continue
            others = sorted({originals[number] for number in earlier if number in originals})
            task_id, shingles = self._met[later]
            found = [(likeness(shingles, self._met[other][1], ALIKE), other) for other in others]
            like, original = max(found, key=lambda one: one[0], default=(0.0, later))
            if like >= ALIKE:
                originals[later] = original
                copies.append(Copy(task_id, later, self._met[original][0], original, like))
        self._forget()
        return copies
