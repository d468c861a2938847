"""Passwords: argon2id behind a queue, so that nobody's guesses take the machine from those who work."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import argon2

from amana.model.errors import Busy

Answer = TypeVar("Answer")

# What OWASP recommends for argon2id: 19 MiB, two passes, one lane.
_MEMORY_KIB, _PASSES, _LANES = 19_456, 2, 1
WAITING_MAX = 64  # more are told to come again
_NICENESS = 15


class Passwords:
    """Hashes and checks one password at a time, in a thread that yields to whatever else the machine has to do."""

    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)
        self._thread = ThreadPoolExecutor(1, "passwords", initializer=_step_back)
        self._waiting = 0
        self._nobodys = self._hasher.hash("")

    async def hash(self, password: str) -> bytes:
        """Its hash, with a salt of its own. Raises Busy."""
        return (await self._in_turn(lambda: self._hasher.hash(password))).encode()

    async def is_it(self, password: str, kept: bytes | None) -> bool:
        """Whether `kept` is this password's hash; without one, no, after the same work. Raises Busy."""

        def check() -> bool:
            try:
                return self._hasher.verify(self._nobodys if kept is None else kept.decode(), password) and kept is not None
            except argon2.exceptions.VerifyMismatchError:
                return False

        return await self._in_turn(check)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, work: Callable[[], Answer]) -> Answer:
        if self._waiting >= WAITING_MAX:
            raise Busy()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1


def _step_back() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)  # on Linux of this thread alone
