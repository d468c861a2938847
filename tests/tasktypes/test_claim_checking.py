"""Claims and the words that decide them: which rows and answers fit, how good an answer is, and what is exported."""

from typing import Any

import msgspec
import pytest

from amana.model.errors import AnswerInvalid
from amana.tasktypes.base import RowRefused
from amana.tasktypes.claim_checking import (
    CLAIM_CHECKING,
    Checked,
    Checking,
    CheckingAnswer,
    ClaimCheckingOptions,
    Document,
    Evidence,
    fever,
)

OPTIONS = ClaimCheckingOptions()
FOX = Document("The fox 🦊 is red.", "Foxes")
OWL = Document("البومة تنام نهارًا.")
PAYLOAD = Checking(("The fox is red.", "The owl sleeps at night."), (FOX, OWL))


def raw(answer: dict[str, Any]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}


def read(row: dict[str, Any], options: ClaimCheckingOptions = OPTIONS) -> Checking:
    return CLAIM_CHECKING.read(row, CLAIM_CHECKING.guess(list(row), options), options)


def quoted(source: int, start: int, end: int) -> Evidence:
    return Evidence(source, start, end, PAYLOAD.sources[source].text[start:end])


def test_claims_and_sources_are_read_from_lists_and_from_texts() -> None:
    assert read({"claims": ["One.", " Two. "], "sources": [{"label": "A", "text": "a"}, "b"]}) == Checking(
        ("One.", "Two."), (Document("a", "A"), Document("b"))
    )
    assert read({"claim": "One.\r\n\nTwo.", "abstract": "a"}) == Checking(("One.", "Two."), (Document("a"),))


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"claims": [["x"]]}, "claims", "a list of texts"),
        ({"claims": 3}, "claims", "a list of texts"),
        ({"claims": " \n"}, "claims", "there is no claim"),
        ({"claims": "1\n2\n3"}, "claims", "there are 3 claims and the project takes 2"),
        ({"claims": "x" * 5001}, "claims", "5001 characters"),
        ({"sources": []}, "sources", "no text"),
        ({"sources": [{"label": "A"}]}, "sources", "text and label"),
        ({"sources": ["a", " "]}, "sources", "no text"),
        ({"sources": ["a"] * 51}, "sources", "51 sources"),
        ({"sources": ["a" * 100_001] * 2}, "sources", "shorten"),
    ],
)
def test_rows_that_do_not_fit_are_refused_in_words(changed: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason) as refused:
        read({"claims": ["One."], "sources": ["a"]} | changed, ClaimCheckingOptions(claims_max=2))
    assert refused.value.field == field


def test_the_quoted_words_are_taken_from_the_source_by_code_points() -> None:
    answer = {"verdict_1": 0, "quote_1": {"source": 0, "start": 8, "end": 16}, "verdict_2": 2}
    checked = CLAIM_CHECKING.check(PAYLOAD, OPTIONS, (), raw(answer))
    assert checked == CheckingAnswer((Checked("supported", Evidence(0, 8, 16, "🦊 is red")), Checked("unverifiable")))


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"quote_1": None}, "quote_1", "nothing is quoted"),
        ({"quote_1": {"source": 2, "start": 0, "end": 1}}, "quote_1", "there are 2 sources"),
        ({"quote_1": {"source": -1, "start": 0, "end": 1}}, "quote_1", "there are 2 sources"),
        ({"quote_1": {"source": 0, "start": 3, "end": 18}}, "quote_1", "no place in a source of 17 characters"),
        ({"quote_1": {"source": 0, "start": 3, "end": 4}}, "quote_1", "blanks"),
        ({"quote_1": {"source": 0, "start": 3, "end": 4, "text": "x"}}, "quote_1", "begins and ends"),
        ({"quote_2": {"source": 0, "start": 0, "end": 3}}, "quote_2", "is not asked"),
        ({"verdict_3": 0}, "verdict_3", "no such element"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(changed: dict[str, Any], field: str, reason: str) -> None:
    answer = {"verdict_1": 0, "quote_1": {"source": 0, "start": 0, "end": 3}, "verdict_2": 2}
    with pytest.raises(AnswerInvalid, match=reason) as refused:
        CLAIM_CHECKING.check(PAYLOAD, OPTIONS, (), raw(answer | changed))
    assert refused.value.field == field


def test_an_answer_votes_on_the_claims_that_its_row_has() -> None:
    answer = CheckingAnswer((Checked("contradicted"), Checked("unverifiable")))
    votes = CLAIM_CHECKING.votes(OPTIONS, answer)
    assert (votes.question, votes.klass) == ((0, 1), (1, 2))
    assert len(CLAIM_CHECKING.questions(OPTIONS)) == 10


def test_a_score_is_three_quarters_verdict_and_one_quarter_quote() -> None:
    gold = CheckingAnswer((Checked("supported", quoted(0, 0, 10)), Checked("unverifiable")))

    def score(*claims: Checked) -> float:
        return CLAIM_CHECKING.score(PAYLOAD, OPTIONS, gold, CheckingAnswer(claims))

    assert score(*gold.claims) == 1
    assert score(Checked("supported", quoted(0, 5, 15)), Checked("unverifiable")) == pytest.approx((0.75 + 0.25 * 0.5 + 1) / 2)
    assert score(Checked("supported", quoted(1, 0, 10)), Checked("unverifiable")) == pytest.approx((0.75 + 1) / 2)
    assert score(Checked("unverifiable"), Checked("supported", quoted(0, 0, 3))) == 0


def test_a_row_a_claim_with_the_quotes_of_whoever_gave_its_verdict() -> None:
    red, owl = quoted(0, 0, 17), quoted(1, 0, 6)
    answers = [
        CheckingAnswer((Checked("supported", red), Checked("contradicted", owl))),
        CheckingAnswer((Checked("supported", red), Checked("unverifiable"))),
        CheckingAnswer((Checked("contradicted", quoted(0, 4, 7)), Checked("supported", owl))),
    ]
    evidence = {"document": 0, "document_label": "Foxes", "start": 0, "end": 17, "text": FOX.text}
    assert fever(PAYLOAD, OPTIONS, (0, 2, *[0] * 8), answers) == [
        {"claim": PAYLOAD.claims[0], "label": "SUPPORTS", "evidence": [evidence]},
        {"claim": PAYLOAD.claims[1], "label": "NOT ENOUGH INFO", "evidence": []},
    ]
