"""One contract for every task type."""

from typing import Any

import msgspec
import pytest

from amana.model.errors import AnswerInvalid, MappingInvalid
from amana.model.form import Form
from amana.model.imports import Mapping
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import AnyTaskType, RowRefused, check_mapping

every_type = pytest.mark.parametrize("task_type", TASK_TYPES.values(), ids=list(TASK_TYPES))


def raw(answer: dict[str, Any]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}


@every_type
def test_its_example_goes_the_whole_way(task_type: AnyTaskType) -> None:
    row, answer = task_type.example()
    mapping = task_type.guess(list(row))
    check_mapping(task_type, mapping, list(row))
    payload = task_type.read(row, mapping)
    assert msgspec.json.decode(msgspec.json.encode(payload), type=task_type.payload_type) == payload
    options = task_type.options_type()
    questions = task_type.questions(options)
    for seed in range(4):
        order = task_type.present(payload, seed)
        assert sorted(order) == list(range(len(order)))
        form = task_type.form(payload, options, order)
        assert msgspec.json.decode(msgspec.json.encode(form), type=Form) == form
        checked = task_type.check(payload, options, order, raw(answer))
        assert msgspec.json.decode(msgspec.json.encode(checked), type=task_type.answer_type) == checked
        votes = task_type.votes(options, checked)
        assert len(votes.question) == len(votes.klass) == len(votes.value)
        for question, klass in zip(votes.question, votes.klass, strict=True):
            assert -1 <= klass < len(questions[question].classes)


@every_type
def test_the_form_shows_only_what_is_mapped(task_type: AnyTaskType) -> None:
    """Ignored columns often hold the models' names or other people's labels."""
    row, _ = task_type.example()
    row["extra"] = "never shown"
    payload = task_type.read(row, task_type.guess(list(row)))
    assert b"never shown" not in msgspec.json.encode(payload)


@every_type
@pytest.mark.parametrize("answer", [{}, {"nonsense": 1}])
def test_an_answer_that_does_not_fit_is_refused_by_name(task_type: AnyTaskType, answer: dict[str, Any]) -> None:
    row, _ = task_type.example()
    payload = task_type.read(row, task_type.guess(list(row)))
    with pytest.raises(AnswerInvalid) as caught:
        task_type.check(payload, task_type.options_type(), task_type.present(payload, 0), raw(answer))
    assert caught.value.field


@every_type
def test_a_row_without_its_required_columns_is_refused_by_name(task_type: AnyTaskType) -> None:
    row, _ = task_type.example()
    mapping = task_type.guess(list(row))
    required = [field for field, (least, _) in task_type.fields.items() if least]
    for field in required:
        for column in mapping.fields[field]:
            with pytest.raises(RowRefused) as caught:
                task_type.read({name: value for name, value in row.items() if name != column}, mapping)
            assert caught.value.field == field


@every_type
def test_a_mapping_is_checked_against_the_type_and_the_file(task_type: AnyTaskType) -> None:
    row, _ = task_type.example()
    good = task_type.guess(list(row))
    for wrong in (
        Mapping({}),
        Mapping(good.fields | {"no_such_field": ("x",)}),
        Mapping({field: tuple(f"absent {column}" for column in columns) for field, columns in good.fields.items()}),
    ):
        with pytest.raises(MappingInvalid):
            check_mapping(task_type, wrong, list(row))


@every_type
def test_options_that_do_not_fit_are_refused(task_type: AnyTaskType) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"no_such_option": 1}, task_type.options_type)
