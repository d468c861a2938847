"""How large processes grow."""

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Self


class PeakMemory:
    """The greatest resident size of a process while inside."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self._look()

    def _look(self) -> None:
        for pid in self._pids():
            try:
                status = Path(f"/proc/{pid}/status").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue  # gone meanwhile
            for line in status.splitlines():
                if line.startswith("VmRSS"):
                    self.megabytes = max(self.megabytes, int(line.split()[1]) // 1024)

    def _pids(self) -> Iterable[int]:
        return (self._pid,)


class PeakOfWorkers(PeakMemory):
    """The same of the largest worker that a process starts with `python -m module` meanwhile."""

    def __init__(self, pid: int, module: str) -> None:
        super().__init__(pid)
        self._module = module.encode()

    def _pids(self) -> Iterable[int]:
        for children in Path(f"/proc/{self._pid}/task").glob("*/children"):
            try:
                started = [int(pid) for pid in children.read_text().split()]
            except (FileNotFoundError, ProcessLookupError):
                continue
            for pid in started:
                command = Path(f"/proc/{pid}/cmdline")
                if command.exists() and self._module in command.read_bytes().split(b"\0"):
                    yield pid
