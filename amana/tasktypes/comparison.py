"""Comparison: two to six responses to one prompt or conversation, which is better. A judgement type.

The responses are shown in an order drawn for each annotator; answers and votes are stored in the file's own order.
"""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.form import KEYS, Choice, Element, Form, FreeText, Option, Panels, Said, Scale, TextBlock, When
from amana.model.imports import Mapping
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    File,
    OptionRefused,
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
    listed,
    plain,
)
from amana.tasktypes.rating import Dimension, check_dimensions, points

REASON_CHARS_MAX = 4000
QUESTION_CHARS_MAX = 300
RESPONSES_MAX = 6
DIMENSIONS_MAX = 6
TEXTS_MAX = 6

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
_STRENGTHS = (Said("slightly better", "أفضل قليلًا"), Said("clearly better", "أفضل بوضوح"))
_PLACES = (
    Said("the first", "الأولى"),
    Said("the second", "الثانية"),
    Said("the third", "الثالثة"),
    Said("the fourth", "الرابعة"),
    Said("the fifth", "الخامسة"),
    Said("the sixth", "السادسة"),
)
_PAIRS = (
    ("response_a", "response_b"),
    ("text_a", "text_b"),
    ("answer_a", "answer_b"),
    ("response1", "response2"),
    ("response_1", "response_2"),
    ("completion_a", "completion_b"),
    ("chosen", "rejected"),
    ("a", "b"),
)
_LISTS = ("responses", "completions", "answers", "candidates", "outputs")


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payload: what was asked or said before (if anything) and the responses, which may be empty texts."""

    prompt: str | None
    responses: tuple[Content, ...]
    turns: tuple[Message, ...] = ()


class ComparisonOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`scale`: of two responses, three or five steps from the first to the second; of more, 5 asks how much better the best is.

    `question`: what is asked of the annotator. `responses`: how many are compared. `dimensions`: what each response is rated on
    besides, from 1 (worst) to `points`.
    """

    scale: Annotated[int, Meta(ge=3, le=5)] = 3
    question: Annotated[str, Meta(max_length=QUESTION_CHARS_MAX)] | Said | None = None
    responses: Annotated[int, Meta(ge=2, le=RESPONSES_MAX)] = 2
    dimensions: Annotated[tuple[Dimension, ...], Meta(max_length=DIMENSIONS_MAX)] = ()
    points: Annotated[int, Meta(ge=2, le=10)] = 5

    def __post_init__(self) -> None:
        if self.scale not in _SCALES:
            raise OptionRefused("scale", "it is 3 or 5.")
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise OptionRefused("question", f"it has at most {QUESTION_CHARS_MAX} characters.")
        check_dimensions("dimensions", self.dimensions, taken=("preference", "strength", "reason"))


class ComparisonAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """`preference`: of two, 0 for the first response of the file, the highest class for the second; of more, the best response's
    place in the file, or their number for a tie. `strength`, of more than two: 0 slightly, 1 clearly.

    `ratings`: by dimension, each response's rating in the file's order, from 0.
    """

    preference: int
    reason: str | None
    strength: int | None = None
    ratings: dict[str, tuple[int, ...]] = {}


def fields(options: ComparisonOptions) -> dict[str, tuple[int, int]]:
    return {"responses": (1, options.responses), "conversation": (0, 1), "prompt": (0, 8), "item_id": (0, 1)}


def guess(columns: Sequence[str], options: ComparisonOptions) -> Mapping:
    found = {
        "responses": _guess_responses(columns, options.responses),
        "conversation": guess_first(columns, CONVERSATION_COLUMNS),
        "prompt": guess_prompt(columns),
        "item_id": guess_item_id(columns),
    }
    return Mapping({field: mapped for field, mapped in found.items() if mapped})


def _guess_responses(columns: Sequence[str], count: int) -> tuple[str, ...]:
    by_name = {name.lower(): name for name in columns}
    for pair in _PAIRS:
        names = pair if count == 2 else _continued(pair[0], count)
        if all(name in by_name for name in names):
            return tuple(by_name[name] for name in names)
    return guess_first(columns, _LISTS)


def _continued(first: str, count: int) -> tuple[str, ...]:
    """The names of as many columns: response_a, response_b, response_c …"""
    return tuple(first[:-1] + chr(ord(first[-1]) + step) for step in range(count))


def read(row: Fields[str, Any], mapping: Mapping, options: ComparisonOptions) -> Comparison:
    responses = _responses(row, mapping.fields["responses"], options.responses)
    return Comparison(joined(row, mapping, "prompt"), responses, conversation(row, mapping))


def _responses(row: Fields[str, Any], columns: Sequence[str], count: int) -> tuple[Content, ...]:
    for column in columns:
        if column not in row:
            raise RowRefused("responses", f"column {column!r} is missing; add it, or map another column to the responses.")
        if row[column] is None:
            raise RowRefused("responses", f"column {column!r} is null; an empty response is written as an empty text.")
    if len(columns) == 1:
        values = listed(row[columns[0]], "responses", columns[0])
        if len(values) != count:
            raise RowRefused("responses", f"column {columns[0]!r} holds {len(values)} responses; the project compares {count}.")
        return tuple(content(value, "responses", f"response {number}") for number, value in enumerate(values, 1))
    if len(columns) != count:
        raise RowRefused(
            "responses", f"{len(columns)} columns are mapped; it takes {count}, or one that holds a list of {count}."
        )
    return tuple(content(row[column], "responses", f"column {column!r}") for column in columns)


def read_of(payload: Comparison) -> tuple[tuple[str, File], ...]:
    """The files of a payload: the conversation's, then the responses' in the file's order."""
    asked = (("conversation", file) for turn in payload.turns for file in files(turn.content))
    answers = (("responses", file) for response in payload.responses for file in files(response))
    return *asked, *answers


def texts(payload: Comparison) -> tuple[str, ...]:
    asked = [plain(turn.content) for turn in payload.turns]
    if payload.prompt is not None:
        asked.append(payload.prompt)
    responses = [plain(response) for response in payload.responses]
    if asked and len(responses) == TEXTS_MAX:
        # Near-duplicates are looked for by at most six texts.
        responses[-2:] = ["\n\n".join(responses[-2:])]
    return *(["\n\n".join(asked)] if asked else []), *responses


def present(payload: Comparison, seed: int) -> tuple[int, ...]:
    """Each order is as likely as another: the seed's remainders are the permutation's Lehmer code."""
    left, order = list(range(len(payload.responses))), []
    while left:
        seed, place = divmod(seed, len(left))
        order.append(left.pop(place))
    return tuple(order)


def form(payload: Comparison, options: ComparisonOptions, order: tuple[int, ...]) -> Form:
    places = Places()
    elements: list[Element] = []
    if payload.turns:
        elements.append(places.turns(payload.turns, Said("Conversation", "المحادثة")))
    if payload.prompt is not None:
        elements.append(TextBlock(payload.prompt, Said("Prompt", "الطلب")))
    responses = [places.parts(response) for response in payload.responses]
    elements.append(Panels(Said("Responses", "الإجابات"), tuple(responses[index] for index in order)))
    for dimension in options.dimensions:
        for place in range(len(order)):
            name = rating_name(dimension, place)
            elements.append(Scale(name, dimension.label or dimension.name, points(options.points), dimension.help, place))
    elements += _preference(options)
    elements.append(FreeText("reason", Said("Why (optional)", "لماذا (اختياري)"), required=False, chars_max=REASON_CHARS_MAX))
    return Form(tuple(elements))


def _preference(options: ComparisonOptions) -> list[Element]:
    if options.responses == 2:
        asked = options.question or Said("Which response is better?", "أيّ الإجابتين أفضل؟")
        return [Choice("preference", asked, _offered([label for _, label in _SCALES[options.scale]]))]
    asked = options.question or Said("Which response is the best?", "أيّ الإجابات هي الأفضل؟")
    labels = [*_PLACES[: options.responses], Said("about equal", "متقاربة")]
    elements: list[Element] = [Choice("preference", asked, _offered(labels))]
    if options.scale == 5:
        strength = Said("How much better is it than the next?", "ما مدى أفضليتها على التي تليها؟")
        best = When("preference", tuple(range(options.responses)))
        elements.append(Choice("strength", strength, _offered(_STRENGTHS), best))
    return elements


def _offered(labels: Sequence[Said]) -> tuple[Option, ...]:
    return tuple(Option(value, label, KEYS[value]) for value, label in enumerate(labels))


def rating_name(dimension: Dimension, place: int) -> str:
    """The name of a response's rating, counted from 1."""
    return f"{dimension.name}_{place + 1}"


def check(
    payload: Comparison, options: ComparisonOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> ComparisonAnswer:
    said = answered(form(payload, options, order), answer)
    ratings = {}
    for dimension in options.dimensions:
        shown = [said[rating_name(dimension, place)] for place in range(len(order))]
        ratings[dimension.name] = tuple(shown[order.index(index)] for index in range(len(order)))
    return ComparisonAnswer(_canonical(said["preference"], options, order), said["reason"], said.get("strength"), ratings)


def _canonical(shown: int, options: ComparisonOptions, order: tuple[int, ...]) -> int:
    if options.responses > 2:
        return order[shown] if shown < options.responses else shown
    return shown if order == (0, 1) else options.scale - 1 - shown


def filled_in(_: Comparison, options: ComparisonOptions, order: tuple[int, ...], answer: ComparisonAnswer) -> dict[str, Any]:
    said = {
        "preference": next(
            shown for shown in range(len(_preferences(options))) if _canonical(shown, options, order) == answer.preference
        ),
        "reason": answer.reason,
        "strength": answer.strength,
    }
    for dimension in options.dimensions:
        said |= {rating_name(dimension, place): answer.ratings[dimension.name][index] for place, index in enumerate(order)}
    return {name: value for name, value in said.items() if value is not None}


def _preferences(options: ComparisonOptions) -> tuple[str, ...]:
    if options.responses == 2:
        return tuple(name for name, _ in _SCALES[options.scale])
    return (*(f"response_{number}" for number in range(1, options.responses + 1)), "tie")


def questions(options: ComparisonOptions) -> tuple[Question, ...]:
    rated = tuple(str(point) for point in range(1, options.points + 1))
    return (
        Question("preference", _preferences(options)),
        *(Question(rating_name(one, place), rated) for one in options.dimensions for place in range(options.responses)),
    )


def votes(options: ComparisonOptions, answer: ComparisonAnswer) -> Votes:
    classes = (answer.preference, *(rating for one in options.dimensions for rating in answer.ratings[one.name]))
    return Votes(tuple(range(len(classes))), classes, (0.0,) * len(classes))


def score(_: Comparison, options: ComparisonOptions, gold: ComparisonAnswer, answer: ComparisonAnswer) -> float:
    """1 less the distance of the two preferences on the scale that goes from one response by the tie to another.

    Where responses are rated too, half of the score is the mean over the ratings of 1 less their distance on their scale.
    """
    (best, by), (other, other_by) = _strength(options, gold), _strength(options, answer)
    steps = options.scale - 1
    preference = 1 - (abs(by - other_by) if best == other else by + other_by) / steps
    if not options.dimensions:
        return preference
    rated = [
        1 - abs(right - said) / (options.points - 1)
        for one in options.dimensions
        for right, said in zip(gold.ratings[one.name], answer.ratings[one.name], strict=True)
    ]
    return (preference + sum(rated) / len(rated)) / 2


def _strength(options: ComparisonOptions, answer: ComparisonAnswer) -> tuple[int, int]:
    """The best response, and by how many steps of the scale; by 0 where they are equal."""
    if options.responses == 2:
        step = answer.preference - options.scale // 2
        return int(step > 0), abs(step)
    if answer.preference == options.responses:
        return answer.preference, 0
    return answer.preference, 1 + (answer.strength or 0)


def trl(
    payload: Comparison, options: ComparisonOptions, labels: tuple[int, ...], _: Sequence[ComparisonAnswer]
) -> list[dict[str, Any]] | str:
    """Rows as TRL's trainers of preferences read them: the best response is chosen over each of the others.

    With an explicit prompt; a conversation makes the row conversational. A tie prefers nothing and is left out; so are files,
    which those trainers take only beside the row.
    """
    if read_of(payload):
        return "files"
    middle = options.scale // 2 if options.responses == 2 else options.responses
    if labels[0] == middle:
        return "tie"
    best = labels[0] if options.responses > 2 else int(labels[0] > middle)
    chosen, others = payload.responses[best], [one for place, one in enumerate(payload.responses) if place != best]
    if not payload.turns:
        return [{"prompt": payload.prompt or "", "chosen": chosen, "rejected": other} for other in others]
    prompt = [as_message(turn.role, turn.content) for turn in payload.turns]
    if payload.prompt is not None:
        prompt.append(as_message("user", payload.prompt))
    said = [as_message("assistant", chosen)]
    return [{"prompt": prompt, "chosen": said, "rejected": [as_message("assistant", other)]} for other in others]


def response_ratings(
    payload: Comparison, options: ComparisonOptions, labels: tuple[int, ...], answers: Sequence[ComparisonAnswer]
) -> list[dict[str, Any]]:
    """A row a response: on each dimension the most believed rating and every annotator's, from 1."""
    believed = iter(labels[1:])
    rated: list[dict[str, Any]] = [{} for _ in payload.responses]
    for one in options.dimensions:
        for place, ratings in enumerate(rated):
            said = [answer.ratings[one.name][place] + 1 for answer in answers]
            ratings[one.name] = {"rating": next(believed) + 1, "ratings": said}
    asked = {
        "prompt": payload.prompt or "",
        **({"messages": [as_message(turn.role, turn.content) for turn in payload.turns]} if payload.turns else {}),
    }
    return [
        asked | {"response": as_parts(response), "ratings": ratings}
        for response, ratings in zip(payload.responses, rated, strict=True)
    ]


def examples() -> tuple[Example, ...]:
    row = {
        "item_id": "1",
        "instruction": "Name a prime.",
        "input": None,
        "response_a": "7",
        "response_b": "",
        "models": "x",
    }
    chat = {
        "item_id": "2",
        "conversation": [
            {"role": "user", "content": [{"type": "image", "file": "xray.png", "alt": "A chest."}, "What is it?"]},
            {"role": "assistant", "text": "A chest seen from the front."},
            {"role": "user", "content": "Anything wrong?"},
        ],
        "responses": ["No.", [{"type": "audio", "file": "answer.ogg", "alt": "Spoken."}], "Perhaps."],
    }
    accuracy = {"name": "accuracy", "label": {"en": "Accuracy", "ar": "الدقّة"}, "help": "Is it true?"}
    answer = {"preference": 0, "reason": "The second is empty."}
    rated = {f"accuracy_{number}": 2 for number in (1, 2, 3)}
    return (
        Example(row, {}, answer),
        Example(row, {"scale": 5, "question": "Which is better?"}, answer),
        Example(
            chat,
            {"responses": 3, "scale": 5, "dimensions": [accuracy], "points": 3},
            {"preference": 0, "strength": 1} | rated,
        ),
        Example(chat, {"responses": 3}, {"preference": 3}),
    )


COMPARISON = TaskType(
    name="comparison",
    payload_type=Comparison,
    options_type=ComparisonOptions,
    answer_type=ComparisonAnswer,
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
    exports={
        "preferences_trl.jsonl": Rows(trl),
        "response_ratings.jsonl": Rows(response_ratings, lambda options: bool(options.dimensions)),
    },
    examples=examples,
)
