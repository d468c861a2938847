from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.errors import AnswerInvalid
from amana.model.form import Choice, Panels, TextPart
from amana.tasktypes.base import File, RowRefused
from amana.tasktypes.comparison import COMPARISON, Comparison, ComparisonAnswer, ComparisonOptions
from amana.tasktypes.contents import Message
from amana.tasktypes.rating import Dimension

TWO = ComparisonOptions()


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
    assert panels.items == ((TextPart("y"),), (TextPart("x"),))


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
    mapping = COMPARISON.guess(["prompt", "response_a", "response_b"], TWO)
    assert COMPARISON.read({"prompt": None, "response_a": "", "response_b": "y"}, mapping, TWO).responses == ("", "y")
    with pytest.raises(RowRefused, match="null"):
        COMPARISON.read({"response_a": None, "response_b": "y"}, mapping, TWO)
    with pytest.raises(RowRefused, match="a number"):
        COMPARISON.read({"response_a": 3, "response_b": "y"}, mapping, TWO)


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
    fields = COMPARISON.guess(columns, TWO).fields
    assert (fields["prompt"], fields["responses"]) == (prompt, responses)


THREE = ComparisonOptions(5, responses=3, dimensions=(Dimension("accuracy"),))
TALK = [{"role": "user", "content": [{"type": "image", "file": "x.png"}, "And?"]}]


def said_of_three(order: tuple[int, ...], **answer: int) -> ComparisonAnswer:
    payload = Comparison(None, ("x", "y", "z"))
    return COMPARISON.check(payload, THREE, order, {name: msgspec.Raw(msgspec.json.encode(one)) for name, one in answer.items()})


def test_of_three_every_order_is_drawn_and_the_answer_is_the_files_own() -> None:
    payload = Comparison(None, ("x", "y", "z"))
    orders = [COMPARISON.present(payload, seed) for seed in range(60)]
    assert {orders.count(order) for order in permutations(range(3))} == {10}
    for order in permutations(range(3)):
        # Shown in this order the file's third response is the best, clearly, and has the best rating.
        place = order.index(2)
        ratings = {f"accuracy_{shown + 1}": 4 if shown == place else 1 for shown in range(3)}
        answer = said_of_three(order, preference=place, strength=1, **ratings)
        assert (answer.preference, answer.strength, answer.ratings) == (2, 1, {"accuracy": (1, 1, 4)})


def test_a_tie_of_three_has_no_strength() -> None:
    rated = {f"accuracy_{number}": 2 for number in (1, 2, 3)}
    assert said_of_three((0, 1, 2), preference=3, **rated).strength is None
    with pytest.raises(AnswerInvalid, match="not asked"):
        said_of_three((0, 1, 2), preference=3, strength=1, **rated)
    with pytest.raises(AnswerInvalid, match="strength"):
        said_of_three((0, 1, 2), preference=1, **rated)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [((0, 1), (0, 1), 1.0), ((0, 1), (0, 0), 0.75), ((0, 0), (3, None), 0.75), ((0, 1), (3, None), 0.5), ((0, 1), (1, 1), 0.0)],
)
def test_preferences_among_three_are_as_near_as_their_steps(
    one: tuple[int, int | None], other: tuple[int, int | None], near: float
) -> None:
    options = ComparisonOptions(5, responses=3)
    gold, answer = (ComparisonAnswer(best, None, strength) for best, strength in (one, other))
    assert COMPARISON.score(Comparison(None, ("x", "y", "z")), options, gold, answer) == near


def test_steps_between_two_are_as_near_as_they_lie() -> None:
    payload, options = Comparison(None, ("x", "y")), ComparisonOptions(5)
    scores = [COMPARISON.score(payload, options, ComparisonAnswer(0, None), ComparisonAnswer(step, None)) for step in range(5)]
    assert scores == [1, 0.75, 0.5, 0.25, 0]


def test_the_best_of_three_is_chosen_over_each_other_after_the_conversation() -> None:
    turns = (Message("user", "And?"),)
    trl = COMPARISON.exports["preferences_trl.jsonl"].of
    rows = trl(Comparison("So?", ("x", "y", "z"), turns), THREE, (1, 0, 0, 0), [])
    prompt = [{"role": "user", "content": "And?"}, {"role": "user", "content": "So?"}]
    said = {text: [{"role": "assistant", "content": text}] for text in "xyz"}
    assert rows == [
        {"prompt": prompt, "chosen": said["y"], "rejected": said["x"]},
        {"prompt": prompt, "chosen": said["y"], "rejected": said["z"]},
    ]
    assert trl(Comparison(None, ("x", "y", "z")), THREE, (3, 0, 0, 0), []) == "tie"
    assert trl(Comparison(None, ("x", (File("a.png"),), "z")), THREE, (0, 0, 0, 0), []) == "files"


def test_responses_come_in_columns_or_in_one_list() -> None:
    mapping = COMPARISON.guess(["responses", "messages"], THREE)
    assert mapping.fields == {"responses": ("responses",), "conversation": ("messages",)}
    row = {"responses": ["x", [{"type": "audio", "file": "y.ogg", "alt": "Y"}], "z"], "messages": TALK}
    payload = COMPARISON.read(row, mapping, THREE)
    assert payload.responses == ("x", (File("y.ogg", "Y"),), "z")
    assert COMPARISON.files(payload) == (("conversation", File("x.png")), ("responses", File("y.ogg", "Y")))
    assert COMPARISON.read({"responses": '["x", "y", "z"]'}, mapping, THREE).responses == ("x", "y", "z")
    assert COMPARISON.guess(["response_a", "response_b", "response_c"], THREE).fields["responses"][2] == "response_c"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"responses": ["x", "y"]}, "2 responses; the project compares 3"),
        ({"responses": "x, y, z"}, "no JSON list"),
        ({"responses": ["x", "y", [{"type": "image_url", "image_url": {"url": "https://a.example"}}]]}, "fetches none"),
        ({"responses": ["x", "y", [{"type": "image"}]]}, "can't be read"),
        ({"responses": ["x", "y", "z"], "messages": [{"content": "no role"}]}, "turn 1 has no role"),
    ],
)
def test_content_that_is_something_else_is_refused_in_words(row: dict[str, Any], words: str) -> None:
    with pytest.raises(RowRefused, match=words):
        COMPARISON.read(row, COMPARISON.guess(["responses", "messages"], THREE), THREE)
