"""Forms that a lead builds: what is wrong with one is said where it is; votes, score and export follow from the elements."""

from typing import Any

import msgspec
import pytest

from amana.model.errors import AnswerInvalid
from amana.tasktypes.base import OptionRefused, RowRefused, typed_options
from amana.tasktypes.form import FORM, Content, FormAnswer, FormOptions

KIND = {"element": "choice", "name": "kind", "label": "Kind?", "options": ["good", "bad"]}
WHY = {"element": "free_text", "name": "why", "label": "Why?", "required": True, "when": {"name": "kind", "values": ["bad"]}}
MARKS = {"element": "choices", "name": "marks", "label": "Which?", "options": ["long", "rude"]}
WORTH = {"element": "scale", "name": "worth", "label": "Worth?", "points": ["none", "some", "much"]}
TEXT = {"element": "text", "field": "post"}


def options(*elements: dict[str, Any]) -> FormOptions:
    found: FormOptions = typed_options(FORM, {"elements": msgspec.Raw(msgspec.json.encode(elements))})
    return found


def answer_of(built: FormOptions, **said: Any) -> FormAnswer:
    raw = {name: msgspec.Raw(msgspec.json.encode(one)) for name, one in said.items()}
    found: FormAnswer = FORM.check(Content({"post": "p"}), built, (), raw)
    return found


@pytest.mark.parametrize(
    ("elements", "where", "words"),
    [
        ([TEXT], "elements", "nothing is asked"),
        ([TEXT, KIND | {"options": ["good", "good"]}], "elements[1].options", "twice"),
        ([TEXT, KIND | {"options": ["good"]}], "elements[1].options", "length"),
        ([TEXT, KIND | {"label": " "}], "elements[1].label", "characters"),
        ([TEXT, KIND | {"name": "Kind"}], "elements[1].name", "small letters"),
        ([KIND, KIND], "elements[1].name", "taken by an element above"),
        ([WHY, KIND], "elements[0].when", "no choice 'kind' above"),
        ([KIND, WHY | {"when": {"name": "kind", "values": ["ugly"]}}], "elements[1].when", "no option 'ugly'"),
        ([KIND, MARKS | {"least": 3}], "elements[1].least", "more than the 2"),
        ([KIND, MARKS | {"most": 3}], "elements[1].most", "there are 2 options"),
        ([KIND, TEXT | {"field": "item_id"}], "elements[1].field", "every row has"),
        ([KIND, TEXT, {"element": "file", "field": "post"}], "elements[2].field", "something else"),
        ([KIND, {"element": "slider", "name": "x"}], "elements[1].element", "slider"),
        ([KIND, {"element": "scale", "name": "x"}], "elements[1].label", "missing"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_where_it_is(elements: list[dict[str, Any]], where: str, words: str) -> None:
    with pytest.raises(OptionRefused) as caught:
        options(*elements)
    assert caught.value.field == where
    assert words in str(caught.value.reason)


def test_what_is_asked_only_then_is_needed_then_and_has_no_place_otherwise() -> None:
    built = options(TEXT, KIND, WHY)
    assert answer_of(built, kind=0).said == {"kind": "good"}
    assert answer_of(built, kind=1, why="rude").said == {"kind": "bad", "why": "rude"}
    with pytest.raises(AnswerInvalid, match="why"):
        answer_of(built, kind=1)
    with pytest.raises(AnswerInvalid, match="not asked"):
        answer_of(built, kind=0, why="rude")


def test_there_is_a_vote_on_what_was_asked_alone() -> None:
    follow = MARKS | {"when": {"name": "kind", "values": ["bad"]}}
    built = options(KIND, follow, WORTH)
    assert [question.name for question in FORM.questions(built)] == ["kind", "marks: long", "marks: rude", "worth"]
    assert FORM.votes(built, answer_of(built, kind=0, worth=2)).question == (0, 3)
    votes = FORM.votes(built, answer_of(built, kind=1, marks=[1], worth=0))
    assert (votes.question, votes.klass) == ((0, 1, 2, 3), (1, 0, 1, 0))


def test_the_score_is_the_mean_over_what_either_answered() -> None:
    built = options(KIND, MARKS, WORTH, WHY)
    gold = FormAnswer({"kind": "good", "marks": ("long", "rude"), "worth": 3})
    said = FormAnswer({"kind": "bad", "marks": ("long",), "worth": 2, "why": "dull"})
    assert FORM.score(Content(), built, gold, said) == pytest.approx((0 + 2 / 3 + 0.5 + 0) / 4)


def test_marks_are_scored_by_place_and_label_and_leave_with_them() -> None:
    marks = {"element": "spans", "name": "names", "label": "Mark names", "field": "post", "options": ["person", "place"]}
    built = options(marks)
    payload = Content({"post": "Noor lives in Kuwait"})

    def marked(*spans: tuple[int, int, str]) -> FormAnswer:
        sent = {"spans": [{"start": start, "end": end, "label": label} for start, end, label in spans]}
        return FORM.check(payload, built, (), {"names": msgspec.Raw(msgspec.json.encode(sent))})

    gold, said = marked((0, 4, "person"), (14, 20, "place")), marked((0, 4, "person"), (14, 20, "person"))
    assert FORM.score(payload, built, gold, said) == 0.5
    assert FORM.votes(built, gold).question == ()
    rows = FORM.exports["answers.jsonl"].of(payload, built, (), [gold])
    assert isinstance(rows, list)
    places = [(span["start"], span["end"], span["label"]) for span in rows[0]["answers"][0]["names"]["spans"]]
    assert places == [(0, 4, "person"), (14, 20, "place")]
    with pytest.raises(AnswerInvalid, match="overlaps"):
        marked((0, 4, "person"), (2, 6, "place"))


def test_a_row_has_what_is_believed_of_what_anybody_was_asked() -> None:
    follow = WORTH | {"when": {"name": "kind", "values": ["bad"]}}
    built = options(TEXT, KIND, MARKS, follow)
    said = [FormAnswer({"kind": "good", "marks": ()}), FormAnswer({"kind": "good", "marks": ("rude",)})]
    rows = FORM.exports["answers.jsonl"].of(Content({"post": "p"}), built, (0, 0, 1, 2), said)
    assert rows == [
        {
            "content": {"post": "p"},
            "labels": {"kind": "good", "marks": ["rude"]},
            "answers": [{"kind": "good", "marks": []}, {"kind": "good", "marks": ["rude"]}],
        }
    ]


def test_columns_are_found_by_the_fields_names_or_in_their_order() -> None:
    built = options(TEXT, {"element": "text", "field": "note", "required": False}, KIND)
    assert FORM.guess(["id", "Post", "note"], built).fields == {"post": ("Post",), "note": ("note",), "item_id": ("id",)}
    assert FORM.guess(["id", "sentence"], built).fields == {"post": ("sentence",), "item_id": ("id",)}
    with pytest.raises(RowRefused, match="nothing in 'Post'"):
        FORM.read({"Post": " "}, FORM.guess(["Post"], built), built)
