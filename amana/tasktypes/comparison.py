"""Comparison: two responses to one prompt, which is better. A judgement type with one question.

The two are shown in an order drawn for each annotator; answers and votes are stored in the file's own order.
"""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.errors import AnswerInvalid
from amana.model.form import Choice, Element, Form, FreeText, Option, Panels, Said, TextBlock
from amana.model.imports import Mapping
from amana.tasktypes.base import Question, RowRefused, TaskType, joined, text_of

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
            raise ValueError("scale is 3 or 5")
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise ValueError(f"question has at most {QUESTION_CHARS_MAX} characters")


class ComparisonAnswer(msgspec.Struct, frozen=True):
    """`preference`: 0 for the first response of the file, the highest class for the second."""

    preference: int
    reason: str | None = None


def guess(columns: Sequence[str]) -> Mapping:
    prompts = [
        name
        for name in columns
        if name.lower() in ("prompt", "instruction", "input", "question", "topic", "description", "context")
    ]
    # An instruction comes before its input and a topic before its question, whatever the order of the columns.
    rank = ("topic", "description", "context", "prompt", "instruction", "question", "input")
    fields = {"prompt": tuple(sorted(prompts, key=lambda name: rank.index(name.lower())))}
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
    for name in ("item_id", "id", "task_id", "uid", "external_id"):
        if name in by_name:
            fields["item_id"] = (by_name[name],)
            break
    return Mapping(fields)


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
            tuple(Option(value, label, f"Digit{value + 1}") for value, (_, label) in enumerate(_SCALES[options.scale])),
        )
    )
    elements.append(FreeText("reason", Said("Why (optional)", "لماذا (اختياري)"), required=False, chars_max=REASON_CHARS_MAX))
    return Form(tuple(elements))


def check(
    _: Comparison, options: ComparisonOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> ComparisonAnswer:
    unknown = set(answer) - {"preference", "reason"}
    if unknown:
        raise AnswerInvalid(field=sorted(unknown)[0], reason="this form has no such element.")
    steps = options.scale
    if "preference" not in answer:
        raise AnswerInvalid(field="preference", reason=f"choose one of the {steps} options.")
    try:
        shown = msgspec.json.decode(answer["preference"], type=int)
    except msgspec.DecodeError:
        raise AnswerInvalid(field="preference", reason=f"it must be a number from 0 to {steps - 1}.") from None
    if not 0 <= shown < steps:
        raise AnswerInvalid(field="preference", reason=f"it must be a number from 0 to {steps - 1}.")
    try:
        reason = msgspec.json.decode(answer.get("reason", msgspec.Raw(b"null")), type=str | None)
    except msgspec.DecodeError:
        raise AnswerInvalid(field="reason", reason="it must be text.") from None
    if reason is not None and len(reason) > REASON_CHARS_MAX:
        raise AnswerInvalid(field="reason", reason=f"it has {len(reason)} characters; {REASON_CHARS_MAX} is the limit.")
    return ComparisonAnswer(shown if order == (0, 1) else steps - 1 - shown, reason or None)


def questions(options: ComparisonOptions) -> tuple[Question, ...]:
    return (Question("preference", tuple(name for name, _ in _SCALES[options.scale])),)


def votes(_: ComparisonOptions, answer: ComparisonAnswer) -> Votes:
    return Votes((0,), (answer.preference,), (0.0,))


def trl(payload: Comparison, options: ComparisonOptions, labels: tuple[int, ...]) -> dict[str, Any] | str:
    """A row as TRL's trainers of preferences read it (explicit prompt); a tie prefers nothing and is left out."""
    middle = options.scale // 2
    if labels[0] == middle:
        return "tie"
    first, second = payload.responses
    chosen, rejected = (first, second) if labels[0] < middle else (second, first)
    return {"prompt": payload.prompt or "", "chosen": chosen, "rejected": rejected}


def example() -> tuple[dict[str, Any], dict[str, Any]]:
    row = {
        "item_id": "1",
        "instruction": "Name a prime.",
        "input": None,
        "response_a": "7",
        "response_b": "",
        "models": "x",
    }
    return row, {"preference": 0, "reason": "The second is empty."}


COMPARISON = TaskType(
    name="comparison",
    fields={"responses": (2, 2), "prompt": (0, 8), "item_id": (0, 1)},
    payload_type=Comparison,
    options_type=ComparisonOptions,
    answer_type=ComparisonAnswer,
    guess=guess,
    read=read,
    present=present,
    form=form,
    check=check,
    questions=questions,
    votes=votes,
    exports={"preferences_trl.jsonl": trl},
    example=example,
)
