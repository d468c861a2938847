"""How large a process grows."""

import threading
from pathlib import Path
from typing import Self


class PeakMemory:
    """The greatest resident size of a process while inside."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0
        self._status = Path(f"/proc/{pid}/status")
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
        [line] = [line for line in self._status.read_text().splitlines() if line.startswith("VmRSS")]
        self.megabytes = max(self.megabytes, int(line.split()[1]) // 1024)
