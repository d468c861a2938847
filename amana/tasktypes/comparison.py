"""Comparison: two responses to one prompt, which is better. A judgement type with one question.

The two are shown in an order drawn for each annotator; answers and votes are stored in the file's own order.
"""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.form import KEYS, Choice, Element, Form, FreeText, Option, Panels, Said, TextBlock
from amana.model.imports import Mapping
from amana.tasktypes.base import (
    Example,
    OptionRefused,
    Question,
    RowRefused,
    TaskType,
    guess_item_id,
    guess_prompt,
    joined,
    only,
    option_answer,
    text_answer,
    text_of,
)

REASON_CHARS_MAX = 4000
QUESTION_CHARS_MAX = 300

_SCALES: dict[int, tuple[tuple[str, Said], ...]] = {
    3: (
        ("first", Said("first is better", "الأولى أفضل")),
        ("tie", Said("about equal", "متقاربتان")),
        ("second", Said("second is better", "الثانية أفضل")),
    ),
    5: (
        ("first_clearly", Said("first is clearly better", "الأولى أفضل بوضوح")),
        ("first_slightly", Said("first is slightly better", "الأولى أفضل قليلًا")),
        ("tie", Said("about equal", "متقاربتان")),
        ("second_slightly", Said("second is slightly better", "الثانية أفضل قليلًا")),
        ("second_clearly", Said("second is clearly better", "الثانية أفضل بوضوح")),
    ),
}


class Comparison(msgspec.Struct, frozen=True):
    """The payload: what was asked (if anything) and the two responses, which may be empty."""

    prompt: str | None
    responses: tuple[str, str]


class ComparisonOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`scale`: three or five steps from the first response to the second. `question`: what is asked of the annotator."""

    scale: Annotated[int, Meta(ge=3, le=5)] = 3
    question: Annotated[str, Meta(max_length=QUESTION_CHARS_MAX)] | Said | None = None

    def __post_init__(self) -> None:
        if self.scale not in _SCALES:
            raise OptionRefused("scale", "it is 3 or 5.")
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise OptionRefused("question", f"it has at most {QUESTION_CHARS_MAX} characters.")


class ComparisonAnswer(msgspec.Struct, frozen=True):
    """`preference`: 0 for the first response of the file, the highest class for the second."""

    preference: int
    reason: str | None = None


def guess(columns: Sequence[str]) -> Mapping:
    fields = {"prompt": guess_prompt(columns), "item_id": guess_item_id(columns)}
    by_name = {name.lower(): name for name in columns}
    for first, second in (
        ("response_a", "response_b"),
        ("text_a", "text_b"),
        ("answer_a", "answer_b"),
        ("response1", "response2"),
        ("response_1", "response_2"),
        ("completion_a", "completion_b"),
        ("chosen", "rejected"),
        ("a", "b"),
    ):
        if first in by_name and second in by_name:
            fields["responses"] = (by_name[first], by_name[second])
            break
    return Mapping({field: mapped for field, mapped in fields.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping) -> Comparison:
    columns = mapping.fields["responses"]
    missing = [column for column in columns if column not in row]
    if missing:
        raise RowRefused("responses", f"column {missing[0]!r} is missing; add it, or map another column to the responses.")
    texts = [text_of(row, "responses", column) for column in columns]
    if None in texts:
        raise RowRefused(
            "responses",
            f"column {columns[texts.index(None)]!r} is null; an empty response is written as an empty text.",
        )
    first, second = (text for text in texts if text is not None)
    return Comparison(joined(row, mapping, "prompt"), (first, second))


def texts(payload: Comparison) -> tuple[str, ...]:
    return payload.responses if payload.prompt is None else (payload.prompt, *payload.responses)


def present(_: Comparison, seed: int) -> tuple[int, ...]:
    return (0, 1) if seed % 2 == 0 else (1, 0)


def form(payload: Comparison, options: ComparisonOptions, order: tuple[int, ...]) -> Form:
    elements: list[Element] = []
    if payload.prompt is not None:
        elements.append(TextBlock(payload.prompt, Said("Prompt", "الطلب")))
    elements.append(Panels(Said("Responses", "الإجابات"), tuple(payload.responses[index] for index in order)))
    elements.append(
        Choice(
            "preference",
            options.question or Said("Which response is better?", "أيّ الإجابتين أفضل؟"),
            tuple(Option(value, label, KEYS[value]) for value, (_, label) in enumerate(_SCALES[options.scale])),
        )
    )
    elements.append(FreeText("reason", Said("Why (optional)", "لماذا (اختياري)"), required=False, chars_max=REASON_CHARS_MAX))
    return Form(tuple(elements))


def check(
    _: Comparison, options: ComparisonOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> ComparisonAnswer:
    only(answer, "preference", "reason")
    steps = options.scale
    shown = option_answer(answer, "preference", steps)
    reason = text_answer(answer, "reason", REASON_CHARS_MAX)
    return ComparisonAnswer(shown if order == (0, 1) else steps - 1 - shown, reason or None)


def questions(options: ComparisonOptions) -> tuple[Question, ...]:
    return (Question("preference", tuple(name for name, _ in _SCALES[options.scale])),)


def votes(_: ComparisonOptions, answer: ComparisonAnswer) -> Votes:
    return Votes((0,), (answer.preference,), (0.0,))


def trl(
    payload: Comparison, options: ComparisonOptions, labels: tuple[int, ...], _: Sequence[ComparisonAnswer]
) -> list[dict[str, Any]] | str:
    """A row as TRL's trainers of preferences read it (explicit prompt); a tie prefers nothing and is left out."""
    middle = options.scale // 2
    if labels[0] == middle:
        return "tie"
    first, second = payload.responses
    chosen, rejected = (first, second) if labels[0] < middle else (second, first)
    return [{"prompt": payload.prompt or "", "chosen": chosen, "rejected": rejected}]


def examples() -> tuple[Example, ...]:
    row = {
        "item_id": "1",
        "instruction": "Name a prime.",
        "input": None,
        "response_a": "7",
        "response_b": "",
        "models": "x",
    }
    answer = {"preference": 0, "reason": "The second is empty."}
    return Example(row, {}, answer), Example(row, {"scale": 5, "question": "Which is better?"}, answer)


COMPARISON = TaskType(
    name="comparison",
    fields={"responses": (2, 2), "prompt": (0, 8), "item_id": (0, 1)},
    payload_type=Comparison,
    options_type=ComparisonOptions,
    answer_type=ComparisonAnswer,
    guess=guess,
    read=read,
    texts=texts,
    present=present,
    form=form,
    check=check,
    questions=questions,
    votes=votes,
    exports={"preferences_trl.jsonl": trl},
    examples=examples,
)
