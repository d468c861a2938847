"""The browser app's words and types, held to the engine's: nothing is said in one language alone, nothing is stale."""

import re
from pathlib import Path

import pytest

import amana.model.errors
from amana.app import describe
from amana.model.errors import registry
from amana.tasktypes import BUILT_IN

UI = Path(__file__).parent.parent.parent / "ui"
_MESSAGE = re.compile(r"^([a-z][a-z0-9-]*) = (.*(?:\n(?: .*|$))*)", re.MULTILINE)
_PLACE = re.compile(r"\{ \$(\w+)")
# t('id'), and the families of ids that are put together: t(`project-${state}`).
_USED = re.compile(r"\b(?:t|maybe)\(\s*'([a-z0-9-]+)'")
_FAMILY = re.compile(r"\b(?:t|maybe)\(\s*`([a-z-]+-)\$\{")


def messages(language: str) -> dict[str, str]:
    return dict(_MESSAGE.findall((UI / "src" / "words" / f"{language}.ftl").read_text(encoding="utf-8")))


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


def test_every_refusal_is_said_in_arabic() -> None:
    codes = {code.replace("_", "-") for code in registry if registry[code].__module__ == amana.model.errors.__name__}
    assert {name.removeprefix("problem-") for name in messages("ar") if name.startswith("problem-")} - {"unexpected"} == codes


@pytest.mark.parametrize("task_type", BUILT_IN, ids=lambda one: one.name)
def test_every_task_type_and_its_fields_have_names(task_type: object) -> None:
    english = messages("en")
    assert f"type-{task_type.name}" in english  # type: ignore[attr-defined]
    assert f"new-type-{task_type.name}" in english  # type: ignore[attr-defined]
    for field in task_type.fields:  # type: ignore[attr-defined]
        assert f"field-{field.replace('_', '-')}" in english


def test_the_openapi_document_on_disk_is_current() -> None:
    assert (UI / "openapi.json").read_bytes() == describe(), "run `make openapi`"
