from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.errors import AnswerInvalid
from amana.model.form import Choice, Panels
from amana.tasktypes.base import RowRefused
from amana.tasktypes.comparison import COMPARISON, Comparison, ComparisonOptions


def checked(preference: object, order: tuple[int, ...], scale: int = 3, **more: Any) -> int:
    answer = {"preference": preference} | more
    raws = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}
    return COMPARISON.check(Comparison(None, ("x", "y")), ComparisonOptions(scale), order, raws).preference


@given(st.sampled_from([3, 5]), st.integers(0, 4))
def test_the_order_shown_does_not_change_what_is_stored(scale: int, step: int) -> None:
    if step < scale:
        assert checked(step, (0, 1), scale) == step
        assert checked(scale - 1 - step, (1, 0), scale) == step


def test_both_orders_are_drawn_and_the_panels_follow() -> None:
    payload = Comparison("p", ("x", "y"))
    shown = {COMPARISON.present(payload, seed) for seed in range(10)}
    assert shown == {(0, 1), (1, 0)}
    form = COMPARISON.form(payload, ComparisonOptions(), (1, 0))
    [panels] = [element for element in form.elements if isinstance(element, Panels)]
    assert panels.items == ("y", "x")


@pytest.mark.parametrize("preference", [-1, 3, "1", None, 1.5, True, [], 10**30])
def test_a_preference_off_the_scale_is_refused(preference: object) -> None:
    with pytest.raises(AnswerInvalid):
        checked(preference, (0, 1))


def test_a_reason_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(AnswerInvalid, match="4001"):
        checked(0, (0, 1), reason="x" * 4001)


def test_five_steps_have_five_keys() -> None:
    form = COMPARISON.form(Comparison(None, ("", "")), ComparisonOptions(5), (0, 1))
    [choice] = [element for element in form.elements if isinstance(element, Choice)]
    assert [option.key for option in choice.options] == ["Digit1", "Digit2", "Digit3", "Digit4", "Digit5"]


def test_an_empty_response_is_legal_and_a_null_one_is_not() -> None:
    mapping = COMPARISON.guess(["prompt", "response_a", "response_b"])
    assert COMPARISON.read({"prompt": None, "response_a": "", "response_b": "y"}, mapping).responses == ("", "y")
    with pytest.raises(RowRefused, match="null"):
        COMPARISON.read({"response_a": None, "response_b": "y"}, mapping)
    with pytest.raises(RowRefused, match="a number"):
        COMPARISON.read({"response_a": 3, "response_b": "y"}, mapping)


@pytest.mark.parametrize(
    ("columns", "prompt", "responses"),
    [
        (
            ["item_id", "instruction", "input", "response_a", "response_b", "models"],
            ("instruction", "input"),
            ("response_a", "response_b"),
        ),
        (["text_b", "text_a", "question", "topic"], ("topic", "question"), ("text_a", "text_b")),
        (["Prompt", "Chosen", "Rejected"], ("Prompt",), ("Chosen", "Rejected")),
    ],
)
def test_columns_are_guessed(columns: list[str], prompt: tuple[str, ...], responses: tuple[str, ...]) -> None:
    fields = COMPARISON.guess(columns).fields
    assert (fields["prompt"], fields["responses"]) == (prompt, responses)
