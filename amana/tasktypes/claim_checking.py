"""Claim checking: what sources say of each claim, with the words that decide. A judgement type.

Rows differ in how many claims they have and inference knows a project's questions, so that the n-th claim of every row is its
n-th question, up to `claims_max`. An answer votes on the claims that its row has. Offsets are Unicode code points of a source as
it was imported.
"""

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from amana.model.desk import Votes
from amana.model.form import KEYS, Choice, Element, Form, Option, Quote, Said, Source, Sources, TextBlock, When, Words
from amana.model.imports import Mapping
from amana.model.pointing import Quoted
from amana.tasktypes.answers import answered
from amana.tasktypes.base import (
    Example,
    OptionRefused,
    Question,
    RowRefused,
    Rows,
    TaskType,
    guess_first,
    guess_item_id,
    joined,
    no_files,
)

QUESTION_CHARS_MAX = 300
CLAIMS_MAX = 30
CLAIM_CHARS_MAX = 5_000
SOURCES_MAX = 50
SOURCES_CHARS_MAX = 200_000

QUOTE_KEY = "KeyQ"
VERDICTS = ("supported", "contradicted", "unverifiable")
# What the field calls them since FEVER (Thorne et al. 2018, doi:10.18653/v1/N18-1074).
_FEVER = {"supported": "SUPPORTS", "contradicted": "REFUTES", "unverifiable": "NOT ENOUGH INFO"}
_LABELS = {
    "supported": Said("supported", "مدعوم"),
    "contradicted": Said("contradicted", "منقوض"),
    "unverifiable": Said("cannot be told", "لا يمكن الجزم"),
}
# Of these a quote shows where it is said; that something is nowhere said has no place.
_QUOTED = (VERDICTS.index("supported"), VERDICTS.index("contradicted"))
# Of a score; the rest is for the quote.
_VERDICT_SHARE = 0.75

_CLAIM_COLUMNS = ("claims", "claim", "statements", "statement", "hypothesis", "conclusion")
_SOURCE_COLUMNS = ("sources", "source", "contexts", "context", "documents", "document", "evidence", "passages", "abstract")
_ANSWER_COLUMNS = ("answer", "response", "completion", "output", "summary")
_QUESTION_COLUMNS = ("question", "query", "prompt", "instruction")


class Document(msgspec.Struct, frozen=True):
    """A source as a row brings it: its text, and what it is called."""

    text: str
    label: str | None = None


class Checking(msgspec.Struct, frozen=True):
    """The payload: the claims and the sources, and what was asked and answered where the claims come from."""

    claims: tuple[str, ...]
    sources: tuple[Document, ...]
    question: str | None = None
    answer: str | None = None


class ClaimCheckingOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`claims_max`: the most claims of a row. `quote`: whether words of a source must show what a claim was judged by.

    `question`: what is asked of each claim.
    """

    claims_max: Annotated[int, Meta(ge=1, le=CLAIMS_MAX)] = 10
    quote: Literal["required", "optional"] = "required"
    question: Annotated[str, Meta(max_length=QUESTION_CHARS_MAX)] | Said | None = None

    def __post_init__(self) -> None:
        if isinstance(self.question, Said) and max(len(self.question.en), len(self.question.ar)) > QUESTION_CHARS_MAX:
            raise OptionRefused("question", f"it has at most {QUESTION_CHARS_MAX} characters.")


class Evidence(msgspec.Struct, frozen=True):
    """The quoted words, and where they stand."""

    source: int
    start: int
    end: int
    text: str


class Checked(msgspec.Struct, frozen=True):
    """What was said of a claim: one of the verdicts, by its name."""

    verdict: str
    quote: Evidence | None = None


class CheckingAnswer(msgspec.Struct, frozen=True):
    """What was said of each claim, in the row's order."""

    claims: tuple[Checked, ...]


def fields(_: ClaimCheckingOptions) -> dict[str, tuple[int, int]]:
    return {"claims": (1, 1), "sources": (1, 1), "question": (0, 8), "answer": (0, 1), "item_id": (0, 1)}


def guess(columns: Sequence[str], _: ClaimCheckingOptions) -> Mapping:
    found = {
        "claims": guess_first(columns, _CLAIM_COLUMNS),
        "sources": guess_first(columns, _SOURCE_COLUMNS),
        "question": guess_first(columns, _QUESTION_COLUMNS),
        "answer": guess_first(columns, _ANSWER_COLUMNS),
        "item_id": guess_item_id(columns),
    }
    return Mapping({field: mapped for field, mapped in found.items() if mapped})


def read(row: Fields[str, Any], mapping: Mapping, options: ClaimCheckingOptions) -> Checking:
    return Checking(
        _claims(row, mapping.fields["claims"][0], options.claims_max),
        _sources(row, mapping.fields["sources"][0]),
        joined(row, mapping, "question"),
        joined(row, mapping, "answer"),
    )


def _claims(row: Fields[str, Any], column: str, most: int) -> tuple[str, ...]:
    """A list of texts, or a text that has one on each line."""
    value = row.get(column)
    try:
        listed = value.splitlines() if isinstance(value, str) else msgspec.convert(value or (), tuple[str, ...])
    except msgspec.ValidationError:
        raise RowRefused("claims", f"column {column!r} must hold a list of texts, or a text with a claim on each line.") from None
    claims = tuple(claim.strip() for claim in listed if claim.strip())
    if not claims:
        raise RowRefused("claims", f"there is no claim in {column!r}; write one, or leave the row out.")
    if len(claims) > most:
        raise RowRefused("claims", f"there are {len(claims)} claims and the project takes {most}; part the row.")
    longest = max(map(len, claims))
    if longest > CLAIM_CHARS_MAX:
        raise RowRefused("claims", f"a claim has {longest} characters; {CLAIM_CHARS_MAX} is the limit.")
    return claims


def _sources(row: Fields[str, Any], column: str) -> tuple[Document, ...]:
    """One text, or a list of texts, or of objects with a text and perhaps a label."""
    value = row.get(column)
    try:
        listed = msgspec.convert([value] if isinstance(value, str) else value or (), tuple[str | Document, ...])
    except msgspec.ValidationError:
        reason = f"column {column!r} must hold a text, or a list of texts or of objects with text and label"
        raise RowRefused("sources", f"{reason}.") from None
    sources = tuple(Document(one) if isinstance(one, str) else one for one in listed)
    if not sources or not all(source.text.strip() for source in sources):
        raise RowRefused("sources", f"there is no text to check against in {column!r}; write one, or leave the row out.")
    if len(sources) > SOURCES_MAX:
        raise RowRefused("sources", f"there are {len(sources)} sources; {SOURCES_MAX} is the limit.")
    if sum(len(source.text) for source in sources) > SOURCES_CHARS_MAX:
        raise RowRefused("sources", f"they have more than {SOURCES_CHARS_MAX} characters in all; shorten them.")
    return sources


def texts(payload: Checking) -> tuple[str, ...]:
    asked = tuple(text for text in (payload.question, payload.answer) if text is not None)
    named = [text for source in payload.sources for text in (source.label, source.text) if text]
    return (*asked, "\n".join(payload.claims), "\n".join(named))


def present(_: Checking, __: int) -> tuple[int, ...]:
    return ()


def form(payload: Checking, options: ClaimCheckingOptions, _: tuple[int, ...]) -> Form:
    elements: list[Element] = [
        Sources(Said("Sources", "المصادر"), tuple(Source(source.text, source.label) for source in payload.sources))
    ]
    if payload.question is not None:
        elements.append(TextBlock(payload.question, Said("Question", "السؤال")))
    if payload.answer is not None:
        elements.append(TextBlock(payload.answer, Said("Answer", "الإجابة")))
    for number, claim in enumerate(payload.claims, 1):
        verdict, numbered = f"verdict_{number}", Said(f"Claim {number}", f"الادّعاء {number}")
        offered = tuple(Option(value, _LABELS[name], KEYS[value]) for value, name in enumerate(VERDICTS))
        elements += [
            TextBlock(claim, numbered),
            Choice(verdict, _asked(numbered, options.question), offered),
            Quote(
                f"quote_{number}",
                Said(f"The words that decide claim {number}", f"الكلمات الفاصلة في الادّعاء {number}"),
                options.quote == "required",
                QUOTE_KEY,
                When(verdict, _QUOTED),
            ),
        ]
    return Form(tuple(elements))


def _asked(numbered: Said, question: Words | None) -> Words:
    """The question with the claim it is asked of, so that it can be told from the others by whoever hears it."""
    asked = question or Said("what do the sources say of it?", "ماذا تقول المصادر عنه؟")
    said = asked if isinstance(asked, Said) else Said(asked, asked)
    return Said(f"{numbered.en}: {said.en}", f"{numbered.ar}: {said.ar}")


def check(
    payload: Checking, options: ClaimCheckingOptions, order: tuple[int, ...], answer: Fields[str, msgspec.Raw]
) -> CheckingAnswer:
    said = answered(form(payload, options, order), answer)
    return CheckingAnswer(
        tuple(
            Checked(VERDICTS[said[f"verdict_{number}"]], _evidence(payload, said[f"quote_{number}"]))
            for number in range(1, len(payload.claims) + 1)
        )
    )


def _evidence(payload: Checking, quoted: Quoted | None) -> Evidence | None:
    if quoted is None:
        return None
    text = payload.sources[quoted.source].text[quoted.start : quoted.end]
    return Evidence(quoted.source, quoted.start, quoted.end, text)


def filled_in(_: Checking, __: ClaimCheckingOptions, ___: tuple[int, ...], answer: CheckingAnswer) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for number, claim in enumerate(answer.claims, 1):
        said[f"verdict_{number}"] = VERDICTS.index(claim.verdict)
        if claim.quote is not None:
            said[f"quote_{number}"] = {"source": claim.quote.source, "start": claim.quote.start, "end": claim.quote.end}
    return said


def questions(options: ClaimCheckingOptions) -> tuple[Question, ...]:
    return tuple(Question(f"verdict_{number}", VERDICTS) for number in range(1, options.claims_max + 1))


def votes(_: ClaimCheckingOptions, answer: CheckingAnswer) -> Votes:
    count = len(answer.claims)
    return Votes(tuple(range(count)), tuple(VERDICTS.index(claim.verdict) for claim in answer.claims), (0.0,) * count)


def score(_: Checking, __: ClaimCheckingOptions, gold: CheckingAnswer, answer: CheckingAnswer) -> float:
    """The mean over the claims: three quarters for the verdict, one for the quote by the F1 of its characters."""
    return sum(
        _VERDICT_SHARE * (right.verdict == given.verdict) + (1 - _VERDICT_SHARE) * _overlap(right.quote, given.quote)
        for right, given in zip(gold.claims, answer.claims, strict=True)
    ) / len(gold.claims)


def _overlap(right: Evidence | None, given: Evidence | None) -> float:
    if right is None or given is None:
        return float(right is given)
    if right.source != given.source:
        return 0.0
    shared = max(0, min(right.end, given.end) - max(right.start, given.start))
    return 2 * shared / (right.end - right.start + given.end - given.start)


def fever(
    payload: Checking, _: ClaimCheckingOptions, labels: tuple[int, ...], answers: Sequence[CheckingAnswer]
) -> list[dict[str, Any]]:
    """A row a claim, with FEVER's names of the most believed verdict and the quotes of whoever gave it."""
    rows = []
    for number, claim in enumerate(payload.claims):
        verdict = VERDICTS[labels[number]]
        given = [answer.claims[number] for answer in answers]
        quotes = [said.quote for said in given if said.verdict == verdict and said.quote is not None]
        evidence = [
            {"document": quote.source, "document_label": payload.sources[quote.source].label}
            | {"start": quote.start, "end": quote.end, "text": quote.text}
            # Two people who point at the same words are one piece of evidence.
            for quote in dict.fromkeys(quotes)
        ]
        rows.append({"claim": claim, "label": _FEVER[verdict], "evidence": evidence})
    return rows


def examples() -> tuple[Example, ...]:
    sources = [
        {"label": "Method", "text": "Forty children were seen in spring. Twenty drank mint tea."},
        {"label": "Result", "text": "None of the twenty slept longer 🙂 than before. قال الطبيب: لا فرق."},
    ]
    row = {"item_id": "1", "question": "Does mint tea help children to sleep?", "answer": "Yes, and it is cheap.", "model": "x"}
    several = row | {"claims": ["Mint tea makes children sleep longer.", "Mint tea is cheap."], "sources": sources}
    one = {"claim": "Forty children took part.\n", "document": "Forty children were seen in spring."}
    quote = {"source": 1, "start": 0, "end": 46}
    return (
        Example(several, {}, {"verdict_1": 1, "quote_1": quote, "verdict_2": 2}),
        Example(one, {"quote": "optional", "claims_max": 2, "question": "Is it so?"}, {"verdict_1": 0, "quote_1": None}),
    )


CLAIM_CHECKING = TaskType(
    name="claim_checking",
    fields=fields,
    payload_type=Checking,
    options_type=ClaimCheckingOptions,
    answer_type=CheckingAnswer,
    guess=guess,
    read=read,
    files=no_files,
    texts=texts,
    present=present,
    form=form,
    check=check,
    filled_in=filled_in,
    questions=questions,
    votes=votes,
    score=score,
    exports={"claims.jsonl": Rows(fever)},
    examples=examples,
)
