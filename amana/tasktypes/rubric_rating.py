"""Rubric rating: one response, or a conversation, rated by weighted criteria. A judgement type with a question a criterion."""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.form import KEYS, Element, Form, FreeText, Option, Said, Scale, TextBlock
from amana.model.imports import Mapping
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    File,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_first,
    guess_item_id,
    guess_prompt,
    joined,
)
from amana.tasktypes.contents import (
    CONVERSATION_COLUMNS,
    Content,
    Message,
    Places,
    as_message,
    as_parts,
    content,
    conversation,
    files,
    plain,
)
from amana.tasktypes.rating import Dimension, check_dimensions, check_words

COMMENT_CHARS_MAX = 4000
CRITERIA_MAX = 20
ANCHOR_CHARS_MAX = 200

_RESPONSE_COLUMNS = ("response", "answer", "completion", "output", "text", "generation", "summary", "content", "body")


class Criterion(Dimension, frozen=True, forbid_unknown_fields=True):
    """What is rated. `anchors`: what each point stands for, from the worst to the best; `weight`: its part in the overall."""

    weight: Annotated[float, Meta(gt=0, le=1000)] = 1.0
    anchors: Annotated[tuple[str | Said, ...], Meta(min_length=2, max_length=7)] = (
        Said("very poor", "ضعيفة جدًّا"),
        Said("poor", "ضعيفة"),
        Said("fair", "مقبولة"),
        Said("good", "جيّدة"),
        Said("very good", "جيّدة جدًّا"),
    )


_USUAL = (
    Criterion(
        "coherence",
        Said("Coherence", "الترابط"),
        Said("Is it clear, well ordered and free of contradiction?", "هل هي واضحة ومرتّبة وخالية من التناقض؟"),
    ),
    Criterion(
        "factuality",
        Said("Factuality", "الصحّة"),
        Said("Is what it states true?", "هل ما تذكره صحيح؟"),
    ),
    Criterion(
        "style",
        Said("Style", "الأسلوب"),
        Said("Does it suit its reader, in tone and length?", "هل يناسب القارئ نبرةً وطولًا؟"),
    ),
    Criterion(
        "harmlessness",
        Said("Harmlessness", "السلامة"),
        Said("Could nobody come to harm by it?", "هل يُؤمَن ألّا يتضرّر منها أحد؟"),
    ),
)


class Rated(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payload: what was asked or said before, and the response; without one the conversation itself is rated."""

    prompt: str | None
    response: Content | None
    turns: tuple[Message, ...] = ()


class RubricOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`sensitive`: what is read may hurt and is veiled until the annotator asks for it. `comment`: whether one can be written."""

    criteria: Annotated[tuple[Criterion, ...], Meta(min_length=1, max_length=CRITERIA_MAX)] = _USUAL
    sensitive: bool = False
    comment: bool = True

    def __post_init__(self) -> None:
        check_dimensions("criteria", self.criteria, taken=("comment",))
        for one in self.criteria:
            for number, anchor in enumerate(one.anchors, 1):
                check_words("criteria", f"anchor {number} of {one.name!r}", anchor, ANCHOR_CHARS_MAX)


class RubricAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`ratings`: each criterion's point, from 0 for the worst."""

    ratings: dict[str, int]
    comment: str | None = None


def fields(_: RubricOptions) -> dict[str, tuple[int, int]]:
    return {"response": (0, 1), "conversation": (0, 1), "prompt": (0, 8), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: RubricOptions) -> Mapping:
    found = {
        "conversation": guess_first(columns, CONVERSATION_COLUMNS),
        "response": guess_first(columns, _RESPONSE_COLUMNS),
        "prompt": guess_prompt(columns),
        "item_id": guess_item_id(columns),
    }
    return Mapping({field: mapped for field, mapped in found.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping, _: RubricOptions) -> Rated:
    turns = conversation(row, mapping)
    response: Content | None = None
    for column in mapping.fields.get("response", ()):
        if row.get(column) is not None:
            response = content(row[column], "response", f"column {column!r}")
    if response is None and not turns:
        raise RowRefused("response", "there is no response and no conversation to rate; map a column to one of the two.")
    return Rated(joined(row, mapping, "prompt"), response, turns)


def read_of(payload: Rated) -> tuple[tuple[str, File], ...]:
    """The files of a payload, the conversation's first."""
    said = (("conversation", file) for turn in payload.turns for file in files(turn.content))
    return *said, *(("response", file) for file in files(payload.response or ""))


def texts(payload: Rated) -> tuple[str, ...]:
    asked = [plain(turn.content) for turn in payload.turns]
    if payload.prompt is not None:
        asked.append(payload.prompt)
    response = [] if payload.response is None else [plain(payload.response)]
    return *(["\n\n".join(asked)] if asked else []), *response


def present(_: Rated, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Rated, options: RubricOptions, _: tuple[int, ...]) -> Form:
    places = Places()
    elements: list[Element] = []
    if payload.turns:
        elements.append(places.turns(payload.turns, Said("Conversation", "المحادثة")))
    if payload.prompt is not None:
        elements.append(TextBlock(payload.prompt, Said("Prompt", "الطلب")))
    if payload.response is not None:
        elements += places.blocks(payload.response, Said("Response", "الإجابة"))
    for one in options.criteria:
        anchors = tuple(Option(value, anchor, KEYS[value]) for value, anchor in enumerate(one.anchors))
        elements.append(Scale(one.name, one.label or one.name, anchors, one.help))
    if options.comment:
        elements.append(FreeText("comment", Said("Comment (optional)", "تعليق (اختياري)"), False, COMMENT_CHARS_MAX))
    return Form(tuple(elements), sensitive=options.sensitive)


def check(payload: Rated, options: RubricOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]) -> RubricAnswer:
    said = answered(form(payload, options, order), answer)
    return RubricAnswer({one.name: said[one.name] for one in options.criteria}, said.get("comment"))


def filled_in(_: Rated, __: RubricOptions, ___: tuple[int, ...], answer: RubricAnswer) -> dict[str, Any]:
    return answer.ratings | ({} if answer.comment is None else {"comment": answer.comment})


def questions(options: RubricOptions) -> tuple[Question, ...]:
    return tuple(Question(one.name, tuple(str(point + 1) for point in range(len(one.anchors)))) for one in options.criteria)


def votes(options: RubricOptions, answer: RubricAnswer) -> Votes:
    classes = tuple(answer.ratings[one.name] for one in options.criteria)
    return Votes(tuple(range(len(classes))), classes, (0.0,) * len(classes))


def score(_: Rated, options: RubricOptions, gold: RubricAnswer, answer: RubricAnswer) -> float:
    """The weighted mean over the criteria of 1 less the distance of the two points on the criterion's scale."""
    near = {
        one.name: 1 - abs(gold.ratings[one.name] - answer.ratings[one.name]) / (len(one.anchors) - 1) for one in options.criteria
    }
    return _weighted(options, near)


def _weighted(options: RubricOptions, figures: Fields[str, float]) -> float:
    return sum(one.weight * figures[one.name] for one in options.criteria) / sum(one.weight for one in options.criteria)


def rubric(
    payload: Rated, options: RubricOptions, labels: tuple[int, ...], answers: Sequence[RubricAnswer]
) -> list[dict[str, Any]]:
    """A row a task: each criterion's most believed point and every annotator's, from 1.

    `overall` is the weighted mean of the most believed points, each taken to 0 (worst) … 1 (best)."""
    believed = {one.name: label for one, label in zip(options.criteria, labels, strict=True)}
    ratings = {
        one.name: {
            "rating": believed[one.name] + 1,
            "points": len(one.anchors),
            "weight": one.weight,
            "ratings": [answer.ratings[one.name] + 1 for answer in answers],
        }
        for one in options.criteria
    }
    said: dict[str, Any] = {"prompt": payload.prompt or ""}
    if payload.turns:
        said["messages"] = [as_message(turn.role, turn.content) for turn in payload.turns]
    if payload.response is not None:
        said["response"] = as_parts(payload.response)
    overall = _weighted(options, {one.name: believed[one.name] / (len(one.anchors) - 1) for one in options.criteria})
    return [said | {"ratings": ratings, "overall": overall}]


def examples() -> tuple[Example, ...]:
    row = {"item_id": "1", "prompt": "How do I calm a friend?", "response": "Listen before you speak.", "model": "x"}
    chat = {
        "item_id": "2",
        "conversation": [
            {"role": "user", "content": "What is in the picture?"},
            {"role": "assistant", "content": [{"type": "image", "file": "cat.png", "alt": "A cat."}, "This cat."]},
        ],
    }
    tone = {"name": "tone", "label": {"en": "Tone", "ar": "النبرة"}, "anchors": ["cold", "warm"], "weight": 2}
    return (
        Example(row, {}, {"coherence": 4, "factuality": 3, "style": 4, "harmlessness": 4, "comment": "Kind."}),
        Example(chat, {"criteria": [tone, {"name": "truth"}], "sensitive": True, "comment": False}, {"tone": 1, "truth": 0}),
    )


RUBRIC_RATING = TaskType(
    name="rubric_rating",
    payload_type=Rated,
    options_type=RubricOptions,
    answer_type=RubricAnswer,
    fields=fields,
    guess=guess,
    read=read,
    files=read_of,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"rubric.jsonl": Rows(rubric)},
    examples=examples,
)
