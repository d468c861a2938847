"""One contract for every task type, those of installed packages included.

Answers are drawn from the form alone, as the page does it: what a form offers is accepted, what it does not is refused.
"""

import hashlib
import re
import sys
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana import tasktypes
from amana.core.near_duplicates import TEXTS_MAX
from amana.model.errors import AnswerInvalid, MappingInvalid
from amana.model.form import (
    KEYS,
    Asking,
    Choice,
    Choices,
    Conversation,
    Element,
    Form,
    FreeText,
    Panels,
    Part,
    Quote,
    Rewrite,
    Scale,
    Source,
    Sources,
    Spans,
    TextBlock,
    TextPart,
    Transcript,
    TreeChoice,
)
from amana.model.imports import Mapping
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import AnyTaskType, Example, Files, OptionRefused, RowRefused, Rows, check_mapping, typed_options
from tests.tasktypes.outside_package import YES_NO, install

WIDGETS = Path(__file__).parent.parent.parent / "ui" / "src" / "form" / "Form.svelte"
OUTSIDE = "yes_no"
# Whoever writes a package installs it beside this checkout, and it is held to the contract too.
TYPES = TASK_TYPES | tasktypes.outside(tasktypes.installed())

# Texts as people and files have them: two scripts, marks, line ends, nothing at all.
texts = st.text(st.sampled_from("ab \n\r\tشق١é🙂'\"<&"), max_size=30)
# One type stays one type for a whole test, however many answers are drawn for it.
drawn = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)


@pytest.fixture(scope="session")
def brought(tmp_path_factory: pytest.TempPathFactory) -> AnyTaskType:
    """The type of a package that was built and installed as any other."""
    folder = install(tmp_path_factory.mktemp("outside"), "amana-yes-no", YES_NO)
    sys.path.insert(0, str(folder))
    try:
        return tasktypes.outside(tasktypes.installed())[OUTSIDE]
    finally:
        sys.path.remove(str(folder))


@pytest.fixture(params=[*TYPES, OUTSIDE])
def task_type(request: pytest.FixtureRequest) -> AnyTaskType:
    if request.param == OUTSIDE:
        found: AnyTaskType = request.getfixturevalue("brought")
        return found
    return TYPES[request.param]


def raw(answer: dict[str, Any]) -> dict[str, msgspec.Raw]:
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in answer.items()}


def options_of(task_type: AnyTaskType, example: Example) -> Any:
    return typed_options(task_type, raw(example.options))


def payload_of(task_type: AnyTaskType, example: Example) -> Any:
    options = options_of(task_type, example)
    return task_type.read(example.row, task_type.guess(list(example.row), options), options)


def again(value: Any, kind: Any) -> Any:
    """The value as it comes back from the database."""
    return msgspec.json.decode(msgspec.json.encode(value), type=kind)


def or_refusal(work: Callable[[], Any]) -> Any:
    """What comes of it, or why it was refused; any other error fails the test."""
    try:
        return work()
    except (RowRefused, OptionRefused) as refused:
        return refused


def filled(element: Asking, form: Form) -> st.SearchStrategy[Any]:
    """Everything that the element's widget lets a person answer."""
    if isinstance(element, Choice):
        return st.sampled_from([option.value for option in element.options])
    if isinstance(element, Choices):
        values = st.sampled_from([option.value for option in element.options])
        return st.lists(values, unique=True, min_size=element.least, max_size=element.most)
    if isinstance(element, TreeChoice):
        return st.sampled_from([node.value for node in element.nodes if node.value is not None])
    if isinstance(element, Scale):
        return st.sampled_from([point.value for point in element.points])
    if isinstance(element, FreeText):
        written = texts.filter(lambda text: text.strip() != "") if element.required else texts
        return written.filter(lambda text: len(text) <= element.chars_max)
    if isinstance(element, Transcript):
        written = texts.filter(lambda text: text.strip() != "")
        spoken = st.lists(st.tuples(st.integers(1, 9000), written), min_size=1, max_size=3)
        return spoken.map(regions_of(element)) if element.timestamps else written
    if isinstance(element, Spans):
        return marks(element)
    if isinstance(element, Quote):
        places = [(at, *place) for at, source in enumerate(sources_of(form)) for place in words_of(source.text)]
        return st.sampled_from([{"source": source, "start": start, "end": end} for source, start, end in places])
    assert isinstance(element, Rewrite), "an element without answers to draw"
    within = st.text(min_size=element.chars_min, max_size=min(element.chars_max, element.chars_min + 20))
    plain = re.sub(r"\r\n?", "\n", element.original).strip()
    return within.filter(lambda text: re.sub(r"\r\n?", "\n", text).strip() not in ("", plain))


def regions_of(element: Transcript) -> Callable[[list[tuple[int, str]]], list[dict[str, Any]]]:
    """What is said for so many milliseconds each, one after the other."""

    def made(said: list[tuple[int, str]]) -> list[dict[str, Any]]:
        ends = list(accumulate(length for length, _ in said))
        speaker = element.speakers[0] if element.speakers else None
        return [
            {"start_ms": end - length, "end_ms": end, "speaker": speaker, "text": text}
            for end, (length, text) in zip(ends, said, strict=True)
        ]

    return made


@st.composite
def marks(draw: st.DrawFn, element: Spans) -> dict[str, Any]:
    """Words of the text, each marked once, and what can join the first of them to the last."""
    words = words_of(element.text)
    chosen = draw(st.lists(st.sampled_from(words), unique=True)) if words else []
    labels = [draw(st.sampled_from(element.labels)) for _ in chosen]
    spans = []
    for (start, end), label in zip(chosen, labels, strict=True):
        said = {one.name: draw(st.sampled_from(one.values)).name for one in label.attributes if draw(st.booleans())}
        spans.append({"start": start, "end": end, "label": label.name, "attributes": said})
    joining = [
        {"from": 0, "to": len(spans) - 1, "label": one.name}
        for one in element.relations
        if len(spans) > 1 and labels[0].name in one.from_labels and labels[-1].name in one.to_labels
    ]
    return {"spans": spans, "relations": joining}


def words_of(text: str) -> list[tuple[int, int]]:
    return [word.span() for word in re.finditer(r"\S+", text)]


def sources_of(form: Form) -> list[Source]:
    return [source for element in form.elements if isinstance(element, Sources) for source in element.sources]


@st.composite
def answers(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """An answer as the page would send it."""
    answer: dict[str, Any] = {}
    for element in asking(form):
        if element.when is None or answer.get(element.when.name) in element.when.values:
            answer[element.name] = draw(filled(element, form))
    return answer


def asked_of(form: Form, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer without what is not asked as it stands."""
    whens = {element.name: element.when for element in asking(form)}
    return {
        name: value for name, value in answer.items() if (when := whens[name]) is None or answer.get(when.name) in when.values
    }


def asking(form: Form) -> list[Asking]:
    return [element for element in form.elements if isinstance(element, Asking)]


def read_of(form: Form) -> set[str]:
    """The texts that people read."""
    parts: list[Part] = []
    for element in form.elements:
        if isinstance(element, Conversation):
            parts += (part for turn in element.turns for part in turn.parts)
        elif isinstance(element, Panels):
            parts += (part for item in element.items for part in item)
        elif isinstance(element, TextBlock):
            parts.append(TextPart(element.text))
        elif isinstance(element, Rewrite):
            parts.append(TextPart(element.original))
        elif isinstance(element, Transcript):
            parts += (TextPart(one.text) for one in element.start)
            parts += [TextPart(element.start_text)] if element.start_text else []
        elif isinstance(element, Spans):
            parts.append(TextPart(element.text))
        elif isinstance(element, Sources):
            parts += (TextPart(source.text) for source in element.sources)
    return {part.text for part in parts if isinstance(part, TextPart)}


def files_of(form: Form) -> list[int]:
    """The places of the files that elements refer to."""
    return sorted({int(place) for place in re.findall(rb'"file":(\d+)', msgspec.json.encode(form.elements))})


@drawn
@given(data=st.data())
def test_a_row_goes_the_whole_way(task_type: AnyTaskType, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(task_type.examples()))
    row = {column: data.draw(texts) if isinstance(value, str) else value for column, value in example.row.items()}
    options = options_of(task_type, example)
    mapping = task_type.guess(list(row), options)
    check_mapping(task_type, options, mapping, list(row))
    payload = or_refusal(lambda: task_type.read(row, mapping, options))
    if isinstance(payload, RowRefused):
        assert payload.field in task_type.fields(options)
        assert payload.reason
        return
    assert again(payload, task_type.payload_type) == payload
    assert msgspec.json.encode(again(payload, task_type.payload_type)) == msgspec.json.encode(payload)
    said = task_type.texts(payload)
    assert 1 <= len(said) <= TEXTS_MAX
    assert all(isinstance(text, str) for text in said)
    named = task_type.files(payload)
    assert {field for field, _ in named} <= set(task_type.fields(options))
    order = task_type.present(payload, data.draw(st.integers(0, 2**31 - 1)))
    assert sorted(order) == list(range(len(order)))
    form = task_type.form(payload, options, order)
    assert again(form, Form) == form
    assert files_of(form) == list(range(len(named))), "the form refers to the files that the payload names, and to each"
    answer, other = (task_type.check(payload, options, order, raw(data.draw(answers(form)))) for _ in range(2))
    assert again(answer, task_type.answer_type) == answer
    refilled = task_type.filled_in(payload, options, order, again(answer, task_type.answer_type))
    assert task_type.check(payload, options, order, raw(refilled)) == answer, "the form is filled in as it was sent"
    assert task_type.score(payload, options, answer, answer) == 1
    assert 0 <= task_type.score(payload, options, answer, other) <= 1
    questions, votes = task_type.questions(options), task_type.votes(options, answer)
    assert len({question.name for question in questions}) == len(questions)
    assert len(votes.question) == len(votes.klass) == len(votes.value) == len(set(votes.question))
    for question, klass in zip(votes.question, votes.klass, strict=True):
        assert -1 <= klass < len(questions[question].classes)
    labels = tuple(data.draw(st.integers(0, len(question.classes) - 1)) for question in questions)
    for name, export in task_type.exports.items():
        if not export.offered(options):
            continue
        made = export.of(payload, options, labels, [answer, other])
        if isinstance(made, str):
            assert re.fullmatch("[a-z_]+", made), "the reason is one word"
        elif isinstance(export, Rows):
            assert name.endswith(".jsonl")
            assert again(made, list[dict[str, Any]]) == made
        else:
            assert isinstance(export, Files)
            assert isinstance(made, dict)
            assert name.endswith(".zip")
            assert all(re.fullmatch(r"(\.[A-Za-z0-9]+)+", ending) and isinstance(text, str) for ending, text in made.items())


def test_its_examples_show_what_they_say(task_type: AnyTaskType) -> None:
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        order = task_type.present(payload, 0)
        form = task_type.form(payload, options, order)
        assert set(example.answer) <= {element.name for element in asking(form)}
        task_type.check(payload, options, order, raw(example.answer))
        files = {word for _, file in task_type.files(payload) for word in file.file.split()}
        files |= {hashlib.sha256(file.file.encode()).hexdigest() for _, file in task_type.files(payload)}
        for part in " ".join(task_type.texts(payload)).split():
            assert part in files or part.encode() in msgspec.json.encode(form), "what duplicates are found by is what people read"
        for text in read_of(form):
            assert any(text in one for one in task_type.texts(payload)), "what people read is what duplicates are found by"


def test_whoever_sees_another_order_can_say_the_same(task_type: AnyTaskType) -> None:
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        said = []
        for order in {task_type.present(payload, seed) for seed in range(64)}:
            form = task_type.form(payload, options, order)
            picked = [element for element in form.elements if isinstance(element, Choice | TreeChoice)]
            for element in picked[:1]:
                offered = element.options if isinstance(element, Choice) else element.nodes
                answered = [
                    raw(asked_of(form, example.answer | {element.name: one.value})) for one in offered if one.value is not None
                ]
                said.append({msgspec.json.encode(task_type.check(payload, options, order, answer)) for answer in answered})
                assert len(said[-1]) == len(answered), "two options say the same"
        assert all(one == said[0] for one in said)


@drawn
@given(data=st.data())
def test_what_a_form_does_not_offer_is_refused_by_name(task_type: AnyTaskType, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(task_type.examples()))
    payload, options = payload_of(task_type, example), options_of(task_type, example)
    order = task_type.present(payload, data.draw(st.integers(0, 1)))
    form = task_type.form(payload, options, order)
    good = data.draw(answers(form))
    wrongs = [("no_such_element", 1)]
    for element in asking(form):
        asked = element.name in good
        wrongs += [
            (element.name, wrong) for wrong in (unfit(element, form, data) if asked else [data.draw(filled(element, form))])
        ]
    for name, wrong in wrongs:
        try:
            task_type.check(payload, options, order, raw(good | {name: wrong}))
        except AnswerInvalid as refused:
            named = refused.field
        else:
            pytest.fail(f"{name} = {wrong!r:.60} was accepted; the form does not offer it")
        assert named == name, f"{name} = {wrong!r:.60} was refused by the name of {named}"


def unfit(element: Asking, form: Form, data: st.DataObject) -> list[Any]:
    """Answers that the element's widget could never send."""
    numbers = st.integers(-(2**40), 2**40) | st.just(10**30)
    if isinstance(element, Choice | TreeChoice):
        offered = element.options if isinstance(element, Choice) else element.nodes
        offered_values = {one.value for one in offered}
        return [None, "0", 0.5, True, [0], data.draw(numbers.filter(lambda value: value not in offered_values)), -1]
    if isinstance(element, Scale):
        return [None, "0", 0.5, True, [0], -1, len(element.points)]
    if isinstance(element, Choices):
        every = [option.value for option in element.options]
        too_many = [every] if element.most < len(every) else []
        too_few: list[list[int]] = [[]] if element.least else []
        return ["0", 0, [True], [-1], [len(every)], [every[0], every[0]], *too_many, *too_few]
    if isinstance(element, FreeText):
        return [1, ["x"], "x" * (element.chars_max + 1), *(["", " \n", None] if element.required else [])]
    if isinstance(element, Transcript):
        return unfit_transcript(element)
    if isinstance(element, Spans):
        [(start, end), *_] = words_of(element.text)
        good: dict[str, Any] = {"start": start, "end": end, "label": element.labels[0].name}
        wrong: list[dict[str, Any]] = [
            {"end": len(element.text) + 1},
            {"start": end},
            {"start": -1},
            {"label": "no such label"},
            {"attributes": {"x": "y"}},
        ]
        within = dict(good, start=start + 1)
        overlapping = [] if element.overlaps or end - start < 2 else [[good, within]]
        listed = [[good, good], *([dict(good, **one)] for one in wrong), *overlapping]
        return [1, [], "x", {"spans": [1]}, {"marks": []}, *({"spans": spans} for spans in listed)]
    if isinstance(element, Quote):
        sources = sources_of(form)
        quote: dict[str, Any] = {"source": 0, "start": 0, "end": len(sources[0].text)}
        elsewhere: list[dict[str, Any]] = [
            {"source": len(sources)},
            {"source": -1},
            {"start": -1},
            {"end": 0},
            {"end": quote["end"] + 1},
            {"text": "x"},
        ]
        return [1, "x", {}, *(quote | one for one in elsewhere), *([None] if element.required else [])]
    assert isinstance(element, Rewrite), "an element without answers to refuse"
    short = ["x" * (element.chars_min - 1)] if element.chars_min > 1 else []
    return [1, None, "", " \n ", "x" * (element.chars_max + 1), element.original, f"{element.original}\r\n", *short]


def unfit_transcript(element: Transcript) -> list[Any]:
    long = "x" * (element.chars_max + 1)
    if not element.timestamps:
        return [1, ["x"], "", " \n ", long, *([None] if not element.start_text else [])]
    one = regions_of(element)([(5, "x")])[0]
    wrongs: list[dict[str, Any]] = [
        {"start_ms": -1}, {"end_ms": 0}, {"end_ms": 1.5}, {"start_ms": "0"}, {"text": " "}, {"text": None}, {"text": long}, {"speaker": "nobody"},
    ]  # fmt: skip
    wrongs += [{"speaker": None}] if element.speakers else []
    return ["x", 1, [], [1], [one, one], *([one | wrong] for wrong in wrongs), *([None] if not element.start else [])]


def test_every_element_has_a_widget_and_every_key_is_one_the_desk_leaves_free(task_type: AnyTaskType) -> None:
    widgets = set(re.findall(r"element\.element === '(\w+)'", WIDGETS.read_text()))
    assert widgets == {kind.__struct_config__.tag for kind in get_args(Element)}
    assert not {"KeyS", "KeyU", "KeyN", "KeyO", "KeyG", "KeyH"} & set(KEYS)
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        form = task_type.form(payload, options, task_type.present(payload, 0))
        names = [element.name for element in asking(form)]
        assert len(names) == len(set(names)) > 0
        for element in form.elements:
            assert element.__struct_config__.tag in widgets
            if isinstance(element, Choice | Choices | Scale):
                offered = element.points if isinstance(element, Scale) else element.options
                keys = [option.key for option in offered if option.key]
                assert len(keys) == len(set(keys))
                assert set(keys) <= set(KEYS)
        before: set[str] = set()
        for element in asking(form):
            assert element.when is None or element.when.name in before, "what decides whether it is asked comes before it"
            before.add(element.name)


def test_the_form_shows_only_what_is_mapped(task_type: AnyTaskType) -> None:
    """Ignored columns often hold the models' names or other people's labels."""
    for example in task_type.examples():
        row = example.row | {"extra": "never shown"}
        options = options_of(task_type, example)
        payload = task_type.read(row, task_type.guess(list(row), options), options)
        assert b"never shown" not in msgspec.json.encode(payload)


def test_a_row_without_its_required_columns_is_refused_by_name(task_type: AnyTaskType) -> None:
    row, options = task_type.examples()[0].row, options_of(task_type, task_type.examples()[0])
    mapping = task_type.guess(list(row), options)
    for field in [field for field, (least, _) in task_type.fields(options).items() if least]:
        for column in mapping.fields[field]:
            without = {name: value for name, value in row.items() if name != column}
            for wrong in (without, without | {column: None}, without | {column: 3}, without | {column: [["x"]]}):
                with pytest.raises(RowRefused) as caught:
                    task_type.read(wrong, mapping, options)
                assert caught.value.field == field


@drawn
@given(
    columns=st.lists(st.sampled_from(["text", "id", "a", "b", "original", "prompt", "Claim", "x y", ""]), unique=True),
    data=st.data(),
)
def test_a_guess_names_columns_of_the_file_for_fields_of_the_type(
    task_type: AnyTaskType, columns: list[str], data: st.DataObject
) -> None:
    options = options_of(task_type, data.draw(st.sampled_from(task_type.examples())))
    guessed = task_type.guess(columns, options).fields
    assert set(guessed) <= set(task_type.fields(options))
    used = [column for mapped in guessed.values() for column in mapped]
    assert set(used) <= set(columns)
    assert len(used) == len(set(used)), "a column feeds one field"


def test_a_mapping_is_checked_against_the_type_and_the_file(task_type: AnyTaskType) -> None:
    row, options = task_type.examples()[0].row, options_of(task_type, task_type.examples()[0])
    good = task_type.guess(list(row), options)
    with pytest.raises((MappingInvalid, RowRefused)):
        check_mapping(task_type, options, Mapping({}), list(row))
        task_type.read(row, Mapping({}), options)
    for wrong in (
        Mapping(good.fields | {"no_such_field": ("x",)}),
        Mapping({field: tuple(f"absent {column}" for column in columns) for field, columns in good.fields.items()}),
    ):
        with pytest.raises(MappingInvalid):
            check_mapping(task_type, options, wrong, list(row))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**6) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "children", "en", "ar"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@drawn
@given(data=st.data())
def test_options_fit_or_are_refused_by_name(task_type: AnyTaskType, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(task_type.examples()))
    with pytest.raises(OptionRefused) as caught:
        typed_options(task_type, raw(example.options | {"no_such_option": 1}))
    assert caught.value.field == "no_such_option"
    name = data.draw(st.sampled_from(task_type.options_type.__struct_fields__))
    drawn_options = raw(example.options | {name: data.draw(json_values)})
    options = or_refusal(lambda: typed_options(task_type, drawn_options))
    if isinstance(options, OptionRefused):
        assert re.match("[a-z_]+", options.field)
        assert options.reason
        return
    assert again(options, task_type.options_type) == options
    payload = or_refusal(lambda: task_type.read(example.row, task_type.guess(list(example.row), options), options))
    if not isinstance(payload, RowRefused):
        form = task_type.form(payload, options, task_type.present(payload, 0))
        assert again(form, Form) == form


def test_its_options_and_payload_can_be_described(task_type: AnyTaskType) -> None:
    """The page of a new project shows the schema where a type has no controls of its own."""
    schema = msgspec.json.schema(task_type.options_type)
    described = schema["$defs"][task_type.options_type.__name__]
    assert set(described["properties"]) == set(task_type.options_type.__struct_fields__)
    assert described["additionalProperties"] is False
