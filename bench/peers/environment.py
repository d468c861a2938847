"""An environment of its own for each peer: what it needs must not touch what Amana is locked to."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def made(name: str, packages: Sequence[str]) -> Path:
    """The `bin` folder of a virtual environment with these packages, made on first use."""
    home = ROOT / "build" / "peers" / name
    if not (home / ".made").exists():
        uv = ROOT / ".venv" / "bin" / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", ROOT / ".venv" / "bin" / "python", home], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", home / "bin" / "python", *packages], check=True)
        (home / ".made").touch()
    return home / "bin"
