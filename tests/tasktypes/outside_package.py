"""A real package that brings a task type, built and installed where a test wants it, without a network."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = """\
[build-system]
requires = []
build-backend = "hand_made"
backend-path = ["."]

[project]
name = "{package}"
version = "1.0"

[project.entry-points."amana.task_types"]
{entry} = "{module}:{value}"
"""

# The least a build backend can be: the test needs no other from any index.
BACKEND = """\
import tomllib, zipfile
from pathlib import Path


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    name = project["name"].replace("-", "_")
    info = f"{name}-1.0.dist-info"
    entries = project["entry-points"]["amana.task_types"]
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {project['name']}\\nVersion: 1.0\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": "[amana.task_types]\\n" + "".join(f"{key} = {value}\\n" for key, value in entries.items()),
    } | {source.name: source.read_text() for source in Path("modules").glob("*.py")}
    files[f"{info}/RECORD"] = "".join(f"{file},,\\n" for file in [*files, f"{info}/RECORD"])
    wheel = f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
    return wheel
"""

GUIDE = Path(__file__).parent.parent.parent / "docs" / "how-to" / "add-a-task-type.md"

# The type of the newcomer's guide: what the guide says is what is tested.
[YES_NO] = re.findall(r"^```python\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def install(folder: Path, package: str, source: str, value: str = "YES_NO") -> Path:
    """Build the package and install it; the folder to put on the path."""
    module = package.replace("-", "_")
    project, target = folder / package, folder / f"{package}-installed"
    (project / "modules").mkdir(parents=True)
    (project / "pyproject.toml").write_text(PROJECT.format(package=package, entry="brought", module=module, value=value))
    (project / "hand_made.py").write_text(BACKEND)
    (project / "modules" / f"{module}.py").write_text(source)
    uv = str(Path(sys.executable).parent / "uv")
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--offline",
        "--no-deps",
        "--python",
        sys.executable,
        "--target",
        str(target),
        str(project),
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return target
