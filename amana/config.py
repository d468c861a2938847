"""Settings: where the installation lives and how it listens. Read once, at start, from the environment."""

import hashlib
import os
from pathlib import Path
from typing import Self

import msgspec

from amana.model.errors import ToldInWords


class SettingInvalid(ToldInWords):
    """A setting of the environment can't be used."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may choose. `home` holds the database, the keys and nothing else."""

    home: Path
    port: int = 8321

    @classmethod
    def from_environment(cls) -> Self:
        """Read `AMANA_HOME` and `AMANA_PORT`; a missing one takes its default.

        Raises SettingInvalid for a port that is not a number between 1 and 65535.
        """
        port = os.environ.get("AMANA_PORT", "8321")
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise SettingInvalid(f"AMANA_PORT must be a number between 1 and 65535, not {port!r}")
        home = os.environ.get("AMANA_HOME")
        return cls(home=Path(home) if home else default_home(), port=int(port))


def default_home() -> Path:
    """`/var/lib/amana` for root, `$XDG_DATA_HOME/amana` for anybody else."""
    if os.geteuid() == 0:
        return Path("/var/lib/amana")
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "amana"


def checkout_home() -> Path:
    """Where `make run` keeps its engine: the default home with a hash of the checkout's path, so that two do not share."""
    checkout = Path(__file__).resolve().parent.parent
    home = default_home()
    return home.with_name(f"{home.name}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]}")


if __name__ == "__main__":
    print(checkout_home())  # noqa: T201 - this is for the Makefile
