"""Calls of the hot path that come at the same moment share a statement and a commit.

Beginning a statement and committing it cost as much as what many a statement does. So while one is on its way, whoever comes
waits, and all that have waited go together in the next; whoever comes when nothing is on its way goes at once, alone. Where a
statement waits for somebody's lock, those who come after it do not wait for it for long: another sets out beside it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from operator import attrgetter
from typing import Any

import asyncpg
import msgspec

from amana.model.errors import Busy, DatabaseGone, DiskFull

TOGETHER_MAX = 16  # what goes wrong for one is done again for each
PATIENCE_SECONDS = 0.03  # several times what a statement takes that waits for nobody
BESIDE_MAX = 3  # statements of a line on their way at a time: the others of the pool are for other lines

Records = list[asyncpg.Record]
# Sends the tokens and what goes with each, in one statement; the first column of a row says whose it is, counted from one.
Send = Callable[[Sequence[str], Sequence[object]], Awaitable[Records]]


class _Waiting(msgspec.Struct, frozen=True):
    token: str
    item: object
    order: Any
    answered: "asyncio.Future[Records]"


class _Line:
    """Who waits, and since when the statements on their way have been so."""

    def __init__(self) -> None:
        self.waiting: list[_Waiting] = []
        self.since: dict[object, float] = {}


class Together:
    """The lines of those who may share a statement. Lines do not wait for each other."""

    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._lines: dict[Hashable, _Line] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def ask(self, of: Hashable, send: Send, token: str, item: object, order: Any) -> Records:
        """The rows that answer `item`. What waits in the line `of` is sent by one `send`, sorted by `order`.

        Raises what the database says of this item alone: if a statement for several fails, each is sent again by itself.
        """
        loop = asyncio.get_running_loop()
        line = self._lines.setdefault(of, _Line())
        waiting = _Waiting(token, item, order, loop.create_future())
        line.waiting.append(waiting)
        if len(line.since) < BESIDE_MAX and all(loop.time() - at > self._patience_seconds for at in line.since.values()):
            sending = loop.create_task(self._send_all(of, line, send))
            line.since[sending] = loop.time()
            self._running.add(sending)
            sending.add_done_callback(self._running.discard)
        return await waiting.answered

    async def _send_all(self, of: Hashable, line: _Line, send: Send) -> None:
        me = asyncio.current_task()
        while line.waiting:
            some = sorted(line.waiting[:TOGETHER_MAX], key=attrgetter("order"))
            del line.waiting[:TOGETHER_MAX]
            line.since[me] = asyncio.get_running_loop().time()
            await _answer(send, some)
        del line.since[me]
        if not line.since:
            del self._lines[of]


async def _answer(send: Send, some: Sequence[_Waiting]) -> None:
    try:
        rows = await send([one.token for one in some], [one.item for one in some])
    except Exception as error:
        if len(some) > 1 and not isinstance(error, DatabaseGone | DiskFull | Busy):
            for one in some:
                await _answer(send, [one])
            return
        for one in some:
            if not one.answered.done():  # its caller may have gone
                one.answered.set_exception(error)
        return
    answers: list[Records] = [[] for _ in some]
    for row in rows:
        answers[row[0] - 1].append(row)
    for one, answer in zip(some, answers, strict=True):
        if not one.answered.done():
            one.answered.set_result(answer)
