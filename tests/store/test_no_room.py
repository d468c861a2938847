"""A disk that is full: said in words, nothing half-stored, and the same submit arrives when there is room."""

import errno
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import pytest

from amana.model.errors import Busy, DiskFull
from amana.outside.seal import Owner
from tests.lab import Lab


@asynccontextmanager
async def every_annotation_meets(superuser: asyncpg.Connection, sqlstate: str) -> AsyncIterator[None]:
    await superuser.execute(
        f"""CREATE FUNCTION public.meets() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{sqlstate}'; END $$;
            CREATE TRIGGER meets BEFORE INSERT ON walled.annotation FOR EACH ROW EXECUTE FUNCTION public.meets()"""
    )
    try:
        yield
    finally:
        await superuser.execute("DROP FUNCTION public.meets CASCADE")


@pytest.mark.parametrize(("sqlstate", "error"), [("53100", DiskFull), ("53200", Busy), ("40P01", Busy)])
async def test_a_submit_without_room_is_stored_whole_later(
    lab: Lab, superuser: asyncpg.Connection, sqlstate: str, error: type[Exception]
) -> None:
    project_id = await lab.project(tasks=1)
    annotator = await lab.annotator(project_id)
    [task] = await annotator.claim(1)
    submit_id = uuid4()
    async with every_annotation_meets(superuser, sqlstate):
        with pytest.raises(error):
            await annotator.submit(task, submit_id=submit_id)
    assert (await lab.progress(project_id)).answered == 0
    first = await annotator.submit(task, submit_id=submit_id)
    assert await annotator.submit(task, submit_id=submit_id) == first
    progress = await lab.progress(project_id)
    assert (progress.answered, progress.pending_minor) == (1, 12)


async def test_an_upload_without_room_leaves_nothing(lab: Lab) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * 3_000_000
        raise OSError(errno.ENOSPC, "No space left on device")

    async def content() -> AsyncIterator[bytes]:
        for piece in pieces():
            yield piece

    uploads, upload_id, owner = lab.context.room.uploads, uuid4(), Owner(lab.workspace_id)
    [salt] = lab.context.seal.store.new_slots(owner, 1)
    with pytest.raises(DiskFull):
        await uploads.keep(owner, upload_id, salt, content())
    with pytest.raises(FileNotFoundError):
        uploads.open(owner, upload_id)
    assert not list(uploads._folder.glob(f"{upload_id}*"))
