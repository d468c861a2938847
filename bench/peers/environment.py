"""An environment of its own for each peer: what it needs must not touch what Amana is locked to."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def made(name: str, packages: Sequence[str]) -> Path:
    """The `bin` folder of a virtual environment with these packages, made on first use, and anew for others."""
    home = ROOT / "build" / "peers" / name
    made, wanted = home / ".made", "\n".join(packages)
    if not made.exists() or made.read_text() != wanted:
        uv = ROOT / ".venv" / "bin" / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", ROOT / ".venv" / "bin" / "python", home], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", home / "bin" / "python", *packages], check=True)
        made.write_text(wanted)
    return home / "bin"
