"""Another version of this repository, built in a folder of its own, to be measured beside this one."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.peers.environment import ROOT

_against = "662ff56"  # the last commit before content was sealed under keys that lie apart, and before sign-in


def choose(revision: str) -> None:
    """Measure beside that revision."""
    global _against
    _against = revision


@contextmanager
def checkout() -> Iterator[tuple[str, Path]]:
    """The revision's short name, and the folder in which it is set up."""
    folder = Path(tempfile.mkdtemp(prefix="amana-revision-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(folder / "amana")], check=True)
        subprocess.run(["git", "-C", str(folder / "amana"), "checkout", "--quiet", _against], check=True)
        subprocess.run(["make", "-C", str(folder / "amana"), "setup"], check=True, capture_output=True)
        yield _against, folder / "amana"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
