"""What is marked in a text: which answers fit, how good one is, and that every format brings back what went into it."""

from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.model.errors import AnswerInvalid
from amana.model.pointing import Marked, Relation, Span
from amana.tasktypes.base import OptionRefused, RowRefused, typed_options
from amana.tasktypes.text_spans import TEXT_SPANS, Text, TextSpansOptions, agreed, brat, conll, rows

LETTERS = "ab م شق١é🙂\u0301\u200d.\n\r\t«"
LABELS = ("person", "place", "شيء")
OPTIONS: dict[str, Any] = {
    "labels": [{"name": "person", "attributes": [{"name": "known", "values": ["yes", "no"]}]}, "place", "شيء"],
    "relations": [{"name": "met", "from_labels": ["person"], "to_labels": ["person"]}, {"name": "near"}],
    "overlaps": True,
}


def options(**changed: Any) -> TextSpansOptions:
    made: TextSpansOptions = typed_options(TEXT_SPANS, raw(OPTIONS | changed))
    return made


def raw(answer: dict[str, Any]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}


@st.composite
def marked_texts(draw: st.DrawFn, overlaps: bool) -> tuple[Text, Marked]:
    """A text and what fits as an answer, in canonical order."""
    text = draw(st.text(st.sampled_from(LETTERS), min_size=1, max_size=60).filter(lambda one: one.strip() != ""))
    edges = st.integers(0, len(text))
    spans: list[Span] = []
    for start, end in draw(st.lists(st.tuples(edges, edges).map(sorted), max_size=6)):
        piece = text[start:end]
        # As the page does it: no blanks at the ends.
        start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
        label = draw(st.sampled_from(LABELS))
        attributes = draw(st.sampled_from([{}, {"known": "yes"}, {"known": "no"}])) if label == "person" else {}
        clash = any(start < other.end and other.start < end for other in spans)
        twice = any((start, end, label) == (other.start, other.end, other.label) for other in spans)
        if start < end and not twice and (overlaps or not clash):
            spans.append(Span(start, end, label, attributes))
    spans.sort(key=lambda span: (span.start, span.end, span.label))
    pairs = [(one, other) for one in range(len(spans)) for other in range(len(spans)) if one != other]
    chosen = sorted(draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3))) if pairs else []
    return Text(text), Marked(tuple(spans), tuple(Relation(head, tail, "near") for head, tail in chosen))


@given(marked_texts(overlaps=True), st.randoms())
def test_an_answer_comes_back_in_one_order_however_it_was_marked(made: tuple[Text, Marked], chance: Any) -> None:
    payload, found = made
    order = list(range(len(found.spans)))
    chance.shuffle(order)
    place = {at: number for number, at in enumerate(order)}
    answer = {
        "spans": [msgspec.to_builtins(found.spans[at]) for at in order],
        "relations": [{"from": place[one.from_], "to": place[one.to], "label": one.label} for one in found.relations],
    }
    checked = TEXT_SPANS.check(payload, options(), (), raw({"spans": answer}))
    assert checked == found
    assert TEXT_SPANS.score(payload, options(), found, checked) == 1


@given(marked_texts(overlaps=True))
def test_json_lines_bring_back_every_span_by_its_offsets(made: tuple[Text, Marked]) -> None:
    payload, found = made
    [row] = rows(payload, options(), (), [found, found])
    assert (
        msgspec.convert({"spans": [_without(span, "text") for span in row["spans"]], "relations": row["relations"]}, Marked)
        == found
    )
    assert all(row["text"][span["start"] : span["end"]] == span["text"] for span in row["spans"])


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


@given(marked_texts(overlaps=True))
def test_brat_brings_back_every_span_attribute_and_relation(made: tuple[Text, Marked]) -> None:
    payload, found = made
    files = brat(payload, options(), (), [found])
    assert files[".txt"] == payload.text
    spans: dict[str, tuple[int, int, str]] = {}
    attributes: dict[str, dict[str, str]] = {}
    relations = []
    for line in files[".ann"].split("\n")[:-1]:
        name, what, *words = line.split("\t", 2)
        label, rest = what.split(" ", 1)
        if name.startswith("T"):
            fragments = [tuple(map(int, fragment.split(" "))) for fragment in rest.split(";")]
            assert words == [" ".join(payload.text[start:end] for start, end in fragments)]
            spans[name] = (fragments[0][0], fragments[-1][1], label)
            attributes[name] = {}
        elif name.startswith("A"):
            of, value = rest.split(" ")
            attributes[of][label] = value
        else:
            head, tail = (argument.partition(":")[2] for argument in rest.split(" "))
            relations.append(Relation(list(spans).index(head), list(spans).index(tail), label))
    back = Marked(tuple(Span(*place, attributes[name]) for name, place in spans.items()), tuple(relations))
    assert back == found


@given(marked_texts(overlaps=False))
def test_conll_brings_back_every_span_and_loses_no_sign(made: tuple[Text, Marked]) -> None:
    payload, found = made
    files = conll(payload, options(), (), [found])
    assert isinstance(files, dict)
    tokens = [line.split(" ") for line in files[".conll"].split("\n") if line]
    for token, start, end, _ in tokens:
        assert payload.text[int(start) : int(end)] == token
    for (*_, end, _), (_, start, *_) in pairwise(tokens):
        assert payload.text[int(end) : int(start)].strip() == ""
    spans: list[Span] = []
    for _, start, end, tag in tokens:
        if tag.startswith("B-"):
            spans.append(Span(int(start), int(end), tag[2:]))
        elif tag.startswith("I-"):
            assert spans[-1].label == tag[2:]
            spans[-1] = Span(spans[-1].start, int(end), tag[2:])
    assert [(span.start, span.end, span.label) for span in spans] == [(one.start, one.end, one.label) for one in found.spans]


def test_conll_leaves_overlaps_out_and_parts_sentences_at_line_ends() -> None:
    both = Marked((Span(0, 5, "person"), Span(3, 8, "place")))
    assert conll(Text("Ann Ann x"), options(), (), [both]) == "overlapping"
    parted = Marked((Span(4, 7, "person"), Span(8, 13, "place")))
    assert conll(Text("One\nAnn At\nX y"), options(), (), [parted]) == {
        ".conll": "One 0 3 O\n\nAnn 4 7 B-person\nAt 8 10 B-place\nX 11 12 I-place\ny 13 14 O\n"
    }


def test_what_most_people_marked_is_exported() -> None:
    ann, there = Span(0, 3, "person", {"known": "yes"}), Span(4, 6, "place")
    answers = [
        Marked((ann, there), (Relation(0, 1, "near"),)),
        Marked((Span(0, 3, "person"), there, Span(7, 9, "place")), (Relation(0, 1, "near"), Relation(1, 2, "near"))),
        Marked((ann,)),
        Marked((there,)),
    ]
    assert agreed(answers) == Marked((ann, there))
    assert agreed(answers[:2]) == Marked((Span(0, 3, "person"), there), (Relation(0, 1, "near"),))
    assert agreed([]) == Marked()


def test_a_score_counts_what_agrees_in_place_and_label() -> None:
    gold = Marked((Span(0, 3, "person"), Span(4, 6, "place")))
    text, asked = Text("Ann at x"), options()
    assert TEXT_SPANS.score(text, asked, gold, Marked((Span(0, 3, "person"), Span(4, 5, "place"), Span(4, 6, "person")))) == 0.4
    assert TEXT_SPANS.score(text, asked, gold, Marked()) == 0
    assert TEXT_SPANS.score(text, asked, Marked(), Marked()) == 1


@pytest.mark.parametrize(
    ("spans", "relations", "reason"),
    [
        ([[0, 3, "person"], [0, 3, "person"]], [], "twice"),
        ([[0, 99, "person"]], [], "no place in a text of 8 characters"),
        ([[3, 3, "person"]], [], "no place"),
        ([[-1, 3, "person"]], [], "no place"),
        ([[3, 4, "person"]], [], "blanks"),
        ([[0, 3, "thing"]], [], "the label 'thing'"),
        ([[0, 3, "place", {"known": "yes"}]], [], "attribute 'known'"),
        ([[0, 3, "person", {"known": "perhaps"}]], [], "'perhaps'"),
        ([[0, 3, "person"]], [[0, 0, "near"]], "join two"),
        ([[0, 3, "person"]], [[0, 1, "near"]], "join two"),
        ([[0, 3, "person"], [4, 6, "place"]], [[0, 1, "met"]], "can't lead"),
        ([[0, 3, "person"], [4, 6, "place"]], [[0, 1, "far"]], "no relation 'far'"),
        ([[0, 3, "person"], [4, 6, "place"]], [[0, 1, "near"], [0, 1, "near"]], "a relation twice"),
    ],
)
def test_what_the_form_does_not_offer_is_refused(spans: list[Any], relations: list[Any], reason: str) -> None:
    answer = {
        "spans": [dict(zip(("start", "end", "label", "attributes"), span, strict=False)) for span in spans],
        "relations": [{"from": head, "to": tail, "label": label} for head, tail, label in relations],
    }
    with pytest.raises(AnswerInvalid, match=reason) as refused:
        TEXT_SPANS.check(Text("Ann at x"), options(), (), raw({"spans": answer}))
    assert refused.value.field == "spans"


def test_overlaps_are_refused_where_the_project_allows_none() -> None:
    answer = {"spans": [{"start": 0, "end": 6, "label": "person"}, {"start": 4, "end": 8, "label": "place"}]}
    with pytest.raises(AnswerInvalid, match="from 4 to 8 overlaps"):
        TEXT_SPANS.check(Text("Ann at x"), options(overlaps=False), (), raw({"spans": answer}))
    touching = {"spans": [{"start": 0, "end": 3, "label": "person"}, {"start": 3, "end": 8, "label": "place"}]}
    assert len(TEXT_SPANS.check(Text("Ann at x"), options(overlaps=False), (), raw({"spans": touching})).spans) == 2


@pytest.mark.parametrize(
    ("suggestions", "reason"),
    [
        ("Ann", "a list of spans"),
        ([{"start": 0, "end": 3}], "a list of spans"),
        ([{"start": 0, "end": 3, "label": "thing"}], "the label 'thing'"),
        ([{"start": 1, "end": 4, "label": "person", "text": "Ann"}], "said to be 'Ann', and 'nn ' stands there"),
    ],
)
def test_suggestions_that_do_not_fit_are_refused_in_words(suggestions: Any, reason: str) -> None:
    row = {"text": "Ann at x", "suggestions": suggestions}
    with pytest.raises(RowRefused, match=reason) as refused:
        TEXT_SPANS.read(row, TEXT_SPANS.guess(list(row), options()), options())
    assert refused.value.field == "suggestions"


def test_somebodys_answers_are_not_taken_for_suggestions() -> None:
    assert "suggestions" not in TEXT_SPANS.guess(["text", "spans", "labels"], options()).fields


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"labels": []}, "labels", "length >= 1"),
        ({"labels": ["two words"]}, "labels", "no blanks"),
        ({"labels": ["a", "a"]}, "labels", "twice"),
        ({"labels": [{"name": "a", "attributes": [{"name": "b", "values": ["x", "x"]}]}]}, "labels", "twice"),
        ({"relations": [{"name": "r", "from_labels": ["nobody"]}]}, "relations", "'nobody', which there is not"),
    ],
)
def test_options_that_do_not_fit_are_refused_in_words(changed: dict[str, Any], field: str, reason: str) -> None:
    with pytest.raises(OptionRefused, match=reason) as refused:
        options(**changed)
    assert refused.value.field == field
