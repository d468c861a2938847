"""Rewriting: a text made better by hand. A production type: nobody votes, and no truth is estimated."""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from rapidfuzz.distance import Levenshtein

from amana.model.desk import Votes
from amana.model.form import Element, Form, FreeText, Rewrite, Said, TextBlock
from amana.model.imports import Mapping
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    OptionRefused,
    Question,
    RowRefused,
    Rows,
    TaskType,
    as_stored,
    guess_first,
    guess_item_id,
    guess_prompt,
    joined,
    no_files,
    text_of,
)

INSTRUCTION_CHARS_MAX = 300
REASON_CHARS_MAX = 4000
TEXT_CHARS_MAX = 50_000
ORIGINAL_CHARS_MAX = 100_000

_ORIGINAL_COLUMNS = ("original", "text", "draft", "response", "answer", "completion", "output", "sentence", "content", "body")


class Rewriting(msgspec.Struct, frozen=True):
    """The payload: the text to rewrite, and what it was an answer to (if anything)."""

    prompt: str | None
    original: str


class RewritingOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`instruction`: what is asked of the annotator. `start`: what the text begins as. `reason`: whether one is asked for."""

    instruction: Annotated[str, Meta(max_length=INSTRUCTION_CHARS_MAX)] | Said | None = None
    start: Literal["original", "empty"] = "original"
    chars_min: Annotated[int, Meta(ge=1, le=TEXT_CHARS_MAX)] = 1
    chars_max: Annotated[int, Meta(ge=1, le=TEXT_CHARS_MAX)] = 10_000
    reason: Literal["none", "optional", "required"] = "optional"

    def __post_init__(self) -> None:
        if isinstance(self.instruction, Said) and max(len(self.instruction.en), len(self.instruction.ar)) > INSTRUCTION_CHARS_MAX:
            raise OptionRefused("instruction", f"it has at most {INSTRUCTION_CHARS_MAX} characters.")
        if self.chars_min > self.chars_max:
            raise OptionRefused("chars_min", f"it is {self.chars_min}, more than chars_max, which is {self.chars_max}.")


class RewritingAnswer(msgspec.Struct, frozen=True):
    """What was written, and why."""

    text: str
    reason: str | None = None


def fields(_: RewritingOptions) -> dict[str, tuple[int, int]]:
    return {"original": (1, 1), "prompt": (0, 8), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: RewritingOptions) -> Mapping:
    item_id, prompt = guess_item_id(columns), guess_prompt(columns)
    # Where no column is named like an original, the first one left: the reader of the plan sees and mends it.
    original = guess_first(columns, _ORIGINAL_COLUMNS) or tuple(name for name in columns if name not in (*item_id, *prompt))[:1]
    if not original:
        original, prompt = prompt[:1], prompt[1:]
    found = {"original": original, "prompt": prompt, "item_id": item_id}
    return Mapping({field: mapped for field, mapped in found.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping, _: RewritingOptions) -> Rewriting:
    [column] = mapping.fields["original"]
    original = text_of(row, "original", column)
    if original is None or not original.strip():
        raise RowRefused("original", f"there is no text in {column!r}; write one, or leave the row out.")
    if len(original) > ORIGINAL_CHARS_MAX:
        raise RowRefused("original", f"it has {len(original)} characters; {ORIGINAL_CHARS_MAX} is the limit.")
    return Rewriting(joined(row, mapping, "prompt"), original)


def texts(payload: Rewriting) -> tuple[str, ...]:
    return (payload.original,) if payload.prompt is None else (payload.prompt, payload.original)


def present(_: Rewriting, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Rewriting, options: RewritingOptions, _: tuple[int, ...]) -> Form:
    elements: list[Element] = []
    if payload.prompt is not None:
        elements.append(TextBlock(payload.prompt, Said("Prompt", "الطلب")))
    elements.append(
        Rewrite(
            "text",
            options.instruction or Said("Rewrite the text", "أعد كتابة النص"),
            payload.original,
            payload.original if options.start == "original" else "",
            options.chars_min,
            options.chars_max,
        )
    )
    if options.reason != "none":
        required = options.reason == "required"
        label = Said("What you changed and why", "ماذا غيّرت ولماذا")
        if not required:
            label = Said(f"{label.en} (optional)", f"{label.ar} (اختياري)")
        elements.append(FreeText("reason", label, required, REASON_CHARS_MAX))
    return Form(tuple(elements))


def check(
    payload: Rewriting, options: RewritingOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> RewritingAnswer:
    said = answered(form(payload, options, order), answer)
    return RewritingAnswer(said["text"], said.get("reason"))


def questions(_: RewritingOptions) -> tuple[Question, ...]:
    return ()


def votes(_: RewritingOptions, __: RewritingAnswer) -> Votes:
    return Votes()


def score(_: Rewriting, __: RewritingOptions, gold: RewritingAnswer, answer: RewritingAnswer) -> float:
    """1 less the edit distance in words (Levenshtein 1966) over the longer text's words: how much of the text is as it should be.

    There are many good rewritings: what is far from this one need not be bad.
    """
    return Levenshtein.normalized_similarity(gold.text.split(), answer.text.split())


def pairs(
    payload: Rewriting, _: RewritingOptions, __: tuple[int, ...], answers: Sequence[RewritingAnswer]
) -> list[dict[str, Any]]:
    """Each rewriting beside its original."""
    return [{"original": payload.original, "rewritten": answer.text} for answer in answers]


def trl(
    payload: Rewriting, _: RewritingOptions, __: tuple[int, ...], answers: Sequence[RewritingAnswer]
) -> list[dict[str, Any]] | str:
    """Rows as TRL's trainers of preferences read them: the rewriting is preferred to what it was made of.

    Without a prompt that both answer there is no preference to learn.
    """
    if payload.prompt is None:
        return "no_prompt"
    return [{"prompt": payload.prompt, "chosen": answer.text, "rejected": payload.original} for answer in answers]


def examples() -> tuple[Example, ...]:
    row = {"item_id": "1", "instruction": "Say it.", "original": "its raining alot", "model": "x"}
    answer = {"text": "It is raining a lot.", "reason": "Spelling."}
    return (
        Example(row, {}, answer),
        Example(row, {"start": "empty", "reason": "required", "chars_min": 5, "chars_max": 80}, answer),
        Example(row, {"reason": "none"}, {"text": "It rains."}),
    )


REWRITING = TaskType(
    name="rewriting",
    payload_type=Rewriting,
    options_type=RewritingOptions,
    answer_type=RewritingAnswer,
    fields=fields,
    guess=guess,
    read=read,
    files=no_files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=as_stored,
    questions=questions,
    votes=votes,
    score=score,
    exports={"rewritings.jsonl": Rows(pairs), "preferences_trl.jsonl": Rows(trl)},
    examples=examples,
)
