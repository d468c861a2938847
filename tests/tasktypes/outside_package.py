"""A real package that brings a task type, built and installed where a test wants it, without a network."""

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

YES_NO = '''\
"""A task type of somebody else's: is this sentence true?"""

import msgspec

from amana.model.desk import Votes
from amana.model.form import KEYS, Choice, Form, Option, TextBlock
from amana.model.imports import Mapping
from amana.tasktypes.base import Example, Question, RowRefused, TaskType, guess_first, only, option_answer, text_of


class Sentence(msgspec.Struct, frozen=True):
    words: str


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unsure`: whether a person may say that they do not know."""

    unsure: bool = False


class Verdict(msgspec.Struct, frozen=True):
    verdict: str


def said(options):
    return ("true", "false", "unsure") if options.unsure else ("true", "false")


def guess(columns):
    words = guess_first(columns, ("sentence", "claim")) or tuple(columns[:1])
    return Mapping({"sentence": words})


def read(row, mapping):
    words = text_of(row, "sentence", mapping.fields["sentence"][0])
    if not words:
        raise RowRefused("sentence", "there is none.")
    return Sentence(words)


def form(payload, options, order):
    offered = tuple(Option(value, name, KEYS[value]) for value, name in enumerate(said(options)))
    return Form((TextBlock(payload.words), Choice("verdict", "Is it true?", offered)))


def check(payload, options, order, answer):
    only(answer, "verdict")
    words = said(options)
    return Verdict(words[option_answer(answer, "verdict", len(words))])


YES_NO = TaskType(
    name="yes_no",
    fields={"sentence": (1, 1)},
    payload_type=Sentence,
    options_type=Options,
    answer_type=Verdict,
    guess=guess,
    read=read,
    text=lambda payload: payload.words,
    present=lambda payload, seed: (),
    form=form,
    check=check,
    questions=lambda options: (Question("verdict", said(options)),),
    votes=lambda options, answer: Votes((0,), (said(options).index(answer.verdict),), (0.0,)),
    exports={"verdicts.jsonl": lambda payload, options, labels, answers: [{"s": payload.words, "v": said(options)[labels[0]]}]},
    examples=lambda: (
        Example({"sentence": "Two is a prime."}, {}, {"verdict": 0}),
        Example({"sentence": "So is one."}, {"unsure": True}, {"verdict": 2}),
    ),
)
'''


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
