"""The browser app's words and types, held to the engine's: nothing is said in one language alone, nothing is stale."""

import re
from pathlib import Path

import msgspec
import pytest

import amana.model.errors
from amana.app import describe
from amana.model.errors import registry
from amana.tasktypes import BUILT_IN
from amana.tasktypes.base import AnyTaskType, typed_options
from amana.tasktypes.form import FORM

UI = Path(__file__).parent.parent.parent / "ui"
_MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) = (.*(?:\n(?: .*|$))*)", re.MULTILINE)
_PLACE = re.compile(r"\{ \$(\w+)")
# t('id'), and the families of ids that are put together: t(`project-${state}`).
_USED = re.compile(r"\b(?:t|maybe)\(\s*'([a-z0-9-]+)'")
_FAMILY = re.compile(r"\b(?:t|maybe)\(\s*`([a-z-]+-)\$\{")


def messages(language: str) -> dict[str, str]:
    return messages_of((UI / "src" / "words" / f"{language}.ftl").read_text(encoding="utf-8"))


def messages_of(text: str) -> dict[str, str]:
    return dict(_MESSAGE.findall(text))


def sources() -> str:
    return "\n".join(
        file.read_text() for file in (UI / "src").rglob("*") if file.suffix in (".svelte", ".ts") and file.name != "schema.d.ts"
    )


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    english, arabic = messages("en"), messages("ar")
    assert {name for name in arabic if not name.startswith("problem-")} == set(english)
    for name, text in english.items():
        assert set(_PLACE.findall(text)) == set(_PLACE.findall(arabic[name])), name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_said_twice(language: str) -> None:
    # A second message of one name would leave every page blank.
    names = [name for name, _ in _MESSAGE.findall((UI / "src" / "words" / f"{language}.ftl").read_text(encoding="utf-8"))]
    assert sorted(names) == sorted(set(names))


def test_every_word_is_used_and_every_used_word_is_said() -> None:
    english, text = messages("en"), sources()
    used = set(_USED.findall(text)) | set(re.findall(r"\['/[a-z/]*', '([a-z-]+)'\]", text))
    used |= {name for name in english if f"'{name}'" in text}  # chosen by a condition inside t(…)
    families = set(_FAMILY.findall(text))
    assert used <= set(english)
    assert [name for name in english if name not in used and not name.startswith(tuple(families))] == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_says_what_the_sections_of_the_desk_have(language: str) -> None:
    # The others are not fetched there, and a word that is not here throws. Those of the instruments come with what says them.
    assert missing_at_the_desk(language, at_the_desk(lazy=False), "desk") == []
    assert missing_at_the_desk(language, at_the_desk(lazy=True), "desk|instruments") == []


def missing_at_the_desk(language: str, files: set[Path], where: str) -> list[str]:
    text = "\n".join(file.read_text() for file in files if file.name != "addresses.ts")  # which names every room
    sections = re.split(r"^(?=## )", (UI / "src" / "words" / f"{language}.ftl").read_text(encoding="utf-8"), flags=re.MULTILINE)
    here = set(messages_of("".join(one for one in sections if re.search(f" @({where})$", one.partition("\n")[0]))))
    families = tuple(set(_FAMILY.findall(text)) - {"problem-"})
    quoted = {name for name in messages(language) if "-" in name and f"'{name}'" in text}
    used = set(_USED.findall(text)) | quoted | {name for name in messages(language) if name.startswith(families)}
    assert len(used) > 80
    return sorted(used - here)


def at_the_desk(*, lazy: bool) -> set[Path]:
    """The app's frame, the page of the desk, and whatever they import; `lazy`: also what not every task needs, and what comes over the desk."""
    src = UI / "src"
    frame = {src / "main.ts", src / "App.svelte", src / "addresses.ts"}  # these know every page
    found, new = set(frame), {src / "App.svelte", src / "pages" / "annotator" / "Annotate.svelte"}
    while new:
        file = new.pop()
        found.add(file)
        text = re.sub(r"^ *import type [^;]*;", "", file.read_text(), flags=re.MULTILINE)
        names = re.findall(r"(?:^import|^  import|\bfrom) (?:[^;]* from )?'(\.[^']+)'", text, re.MULTILINE)
        if file not in frame and (lazy or file.name not in ("lazy.svelte.ts", "over.ts")):
            names += re.findall(r"import\('(\.[^']+)'\)", text)
        paths = {(file.parent / name).resolve() for name in names}
        paths = {path if path.is_file() else path.with_name(f"{path.name}.ts") for path in paths}
        new |= {path for path in paths if path.is_file() and path.suffix in (".svelte", ".ts")} - found
    return found


def test_every_refusal_is_said_in_arabic() -> None:
    codes = {code.replace("_", "-") for code in registry if registry[code].__module__ == amana.model.errors.__name__}
    assert {name.removeprefix("problem-") for name in messages("ar") if name.startswith("problem-")} - {"unexpected"} == codes


@pytest.mark.parametrize("task_type", BUILT_IN, ids=lambda one: one.name)
def test_every_task_type_and_its_fields_have_names(task_type: AnyTaskType) -> None:
    english = messages("en")
    name = task_type.name.replace("_", "-")
    assert f"type-{name}" in english
    assert f"new-type-{name}" in english
    if task_type is FORM:
        return  # its fields are named by whoever builds the form
    for example in task_type.examples():
        raw = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in example.options.items()}
        for field in task_type.fields(typed_options(task_type, raw)):
            assert f"field-{field.replace('_', '-')}" in english


def test_the_openapi_document_on_disk_is_current() -> None:
    assert (UI / "openapi.json").read_bytes() == describe(), "run `make openapi`"
