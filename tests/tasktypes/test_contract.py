"""One contract for every task type, those of installed packages included.

Answers are drawn from the form alone, as the page does it: what a form offers is accepted, what it does not is refused.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana import tasktypes
from amana.core.near_duplicates import TEXTS_MAX
from amana.model.errors import AnswerInvalid, MappingInvalid
from amana.model.form import KEYS, Choice, Choices, Element, Form, FreeText, Panels, Rewrite, TextBlock, TreeChoice
from amana.model.imports import Mapping
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import AnyTaskType, Example, OptionRefused, RowRefused, check_mapping, typed_options
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
    return task_type.read(example.row, task_type.guess(list(example.row)))


def again(value: Any, kind: Any) -> Any:
    """The value as it comes back from the database."""
    return msgspec.json.decode(msgspec.json.encode(value), type=kind)


def or_refusal(work: Callable[[], Any]) -> Any:
    """What comes of it, or why it was refused; any other error fails the test."""
    try:
        return work()
    except (RowRefused, OptionRefused) as refused:
        return refused


def filled(element: Element) -> st.SearchStrategy[Any] | None:
    """Everything that the element's widget lets a person answer; None for what is only read."""
    if isinstance(element, Choice):
        return st.sampled_from([option.value for option in element.options])
    if isinstance(element, Choices):
        values = st.sampled_from([option.value for option in element.options])
        return st.lists(values, unique=True, min_size=element.least, max_size=element.most)
    if isinstance(element, TreeChoice):
        return st.sampled_from([node.value for node in element.nodes if node.value is not None])
    if isinstance(element, FreeText):
        written = texts.filter(lambda text: text.strip() != "") if element.required else texts
        return written.filter(lambda text: len(text) <= element.chars_max)
    if isinstance(element, Rewrite):
        within = st.text(min_size=element.chars_min, max_size=min(element.chars_max, element.chars_min + 20))
        plain = re.sub(r"\r\n?", "\n", element.original).strip()
        return within.filter(lambda text: re.sub(r"\r\n?", "\n", text).strip() not in ("", plain))
    return None


@st.composite
def answers(draw: st.DrawFn, form: Form) -> dict[str, Any]:
    """An answer as the page would send it."""
    strategies = {element.name: filled(element) for element in form.elements if hasattr(element, "name")}
    return {name: draw(strategy) for name, strategy in strategies.items() if strategy is not None}


@drawn
@given(data=st.data())
def test_a_row_goes_the_whole_way(task_type: AnyTaskType, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(task_type.examples()))
    row = {column: data.draw(texts) if isinstance(value, str) else value for column, value in example.row.items()}
    mapping = task_type.guess(list(row))
    check_mapping(task_type, mapping, list(row))
    payload = or_refusal(lambda: task_type.read(row, mapping))
    if isinstance(payload, RowRefused):
        assert payload.field in task_type.fields
        assert payload.reason
        return
    assert again(payload, task_type.payload_type) == payload
    assert msgspec.json.encode(again(payload, task_type.payload_type)) == msgspec.json.encode(payload)
    said = task_type.texts(payload)
    assert 1 <= len(said) <= TEXTS_MAX
    assert all(isinstance(text, str) for text in said)
    options = options_of(task_type, example)
    order = task_type.present(payload, data.draw(st.integers(0, 2**31 - 1)))
    assert sorted(order) == list(range(len(order)))
    form = task_type.form(payload, options, order)
    assert again(form, Form) == form
    answer = task_type.check(payload, options, order, raw(data.draw(answers(form))))
    assert again(answer, task_type.answer_type) == answer
    questions, votes = task_type.questions(options), task_type.votes(options, answer)
    assert len({question.name for question in questions}) == len(questions)
    assert len(votes.question) == len(votes.klass) == len(votes.value) == len(set(votes.question))
    for question, klass in zip(votes.question, votes.klass, strict=True):
        assert -1 <= klass < len(questions[question].classes)
    labels = tuple(data.draw(st.integers(0, len(question.classes) - 1)) for question in questions)
    for name, export in task_type.exports.items():
        assert name.endswith(".jsonl")
        rows = export(payload, options, labels, [answer, answer])
        if isinstance(rows, str):
            assert re.fullmatch("[a-z_]+", rows), "the reason is one word"
        else:
            assert again(rows, list[dict[str, Any]]) == rows


def test_its_examples_show_what_they_say(task_type: AnyTaskType) -> None:
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        order = task_type.present(payload, 0)
        form = task_type.form(payload, options, order)
        assert set(example.answer) <= {element.name for element in form.elements if hasattr(element, "name")}
        task_type.check(payload, options, order, raw(example.answer))
        for part in " ".join(task_type.texts(payload)).split():
            assert part.encode() in msgspec.json.encode(form), "what duplicates are found by is what people read"
        for element in form.elements:
            read: tuple[object, ...] = ()
            if isinstance(element, TextBlock):
                read = (element.text,)
            elif isinstance(element, Panels):
                read = element.items
            elif isinstance(element, Rewrite):
                read = (element.original,)
            assert set(read) <= set(task_type.texts(payload)), "what people read is what duplicates are found by"


def test_whoever_sees_another_order_can_say_the_same(task_type: AnyTaskType) -> None:
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        said = []
        for order in {task_type.present(payload, seed) for seed in range(64)}:
            form = task_type.form(payload, options, order)
            picked = [element for element in form.elements if isinstance(element, Choice | TreeChoice)]
            for element in picked[:1]:
                offered = element.options if isinstance(element, Choice) else element.nodes
                answered = [raw(example.answer | {element.name: one.value}) for one in offered if one.value is not None]
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
    for element in form.elements:
        wrongs += [(element.name, wrong) for wrong in unfit(element, data)]  # type: ignore[union-attr]
    for name, wrong in wrongs:
        try:
            task_type.check(payload, options, order, raw(good | {name: wrong}))
        except AnswerInvalid as refused:
            named = refused.field
        else:
            pytest.fail(f"{name} = {wrong!r:.60} was accepted; the form does not offer it")
        assert named == name, f"{name} = {wrong!r:.60} was refused by the name of {named}"


def unfit(element: Element, data: st.DataObject) -> list[Any]:
    """Answers that the element's widget could never send."""
    numbers = st.integers(-(2**40), 2**40) | st.just(10**30)
    if isinstance(element, Choice | TreeChoice):
        offered = element.options if isinstance(element, Choice) else element.nodes
        offered_values = {one.value for one in offered}
        return [None, "0", 0.5, True, [0], data.draw(numbers.filter(lambda value: value not in offered_values)), -1]
    if isinstance(element, Choices):
        every = [option.value for option in element.options]
        too_many = [every] if element.most < len(every) else []
        too_few: list[list[int]] = [[]] if element.least else []
        return ["0", 0, [True], [-1], [len(every)], [every[0], every[0]], *too_many, *too_few]
    if isinstance(element, FreeText):
        return [1, ["x"], "x" * (element.chars_max + 1), *(["", " \n", None] if element.required else [])]
    if isinstance(element, Rewrite):
        short = ["x" * (element.chars_min - 1)] if element.chars_min > 1 else []
        return [1, None, "", " \n ", "x" * (element.chars_max + 1), element.original, f"{element.original}\r\n", *short]
    return []


def test_every_element_has_a_widget_and_every_key_is_one_the_desk_leaves_free(task_type: AnyTaskType) -> None:
    widgets = set(re.findall(r"element\.element === '(\w+)'", WIDGETS.read_text()))
    assert widgets == {kind.__struct_config__.tag for kind in get_args(Element)}
    assert not {"KeyS", "KeyU"} & set(KEYS)
    for example in task_type.examples():
        payload, options = payload_of(task_type, example), options_of(task_type, example)
        form = task_type.form(payload, options, task_type.present(payload, 0))
        names = [element.name for element in form.elements if hasattr(element, "name")]
        assert len(names) == len(set(names)) > 0
        for element in form.elements:
            assert element.__struct_config__.tag in widgets
            if isinstance(element, Choice | Choices):
                keys = [option.key for option in element.options if option.key]
                assert len(keys) == len(set(keys))
                assert set(keys) <= set(KEYS)


def test_the_form_shows_only_what_is_mapped(task_type: AnyTaskType) -> None:
    """Ignored columns often hold the models' names or other people's labels."""
    for example in task_type.examples():
        row = example.row | {"extra": "never shown"}
        payload = task_type.read(row, task_type.guess(list(row)))
        assert b"never shown" not in msgspec.json.encode(payload)


def test_a_row_without_its_required_columns_is_refused_by_name(task_type: AnyTaskType) -> None:
    row = task_type.examples()[0].row
    mapping = task_type.guess(list(row))
    for field in [field for field, (least, _) in task_type.fields.items() if least]:
        for column in mapping.fields[field]:
            without = {name: value for name, value in row.items() if name != column}
            for wrong in (without, without | {column: None}, without | {column: 3}, without | {column: ["x"]}):
                with pytest.raises(RowRefused) as caught:
                    task_type.read(wrong, mapping)
                assert caught.value.field == field


@drawn
@given(columns=st.lists(st.sampled_from(["text", "id", "a", "b", "original", "prompt", "Claim", "x y", ""]), unique=True))
def test_a_guess_names_columns_of_the_file_for_fields_of_the_type(task_type: AnyTaskType, columns: list[str]) -> None:
    guessed = task_type.guess(columns).fields
    assert set(guessed) <= set(task_type.fields)
    used = [column for mapped in guessed.values() for column in mapped]
    assert set(used) <= set(columns)
    assert len(used) == len(set(used)), "a column feeds one field"


def test_a_mapping_is_checked_against_the_type_and_the_file(task_type: AnyTaskType) -> None:
    row = task_type.examples()[0].row
    good = task_type.guess(list(row))
    for wrong in (
        Mapping({}),
        Mapping(good.fields | {"no_such_field": ("x",)}),
        Mapping({field: tuple(f"absent {column}" for column in columns) for field, columns in good.fields.items()}),
    ):
        with pytest.raises(MappingInvalid):
            check_mapping(task_type, wrong, list(row))


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
    form = task_type.form(payload_of(task_type, example), options, task_type.present(payload_of(task_type, example), 0))
    assert again(form, Form) == form


def test_its_options_and_payload_can_be_described(task_type: AnyTaskType) -> None:
    """The page of a new project shows the schema where a type has no controls of its own."""
    schema = msgspec.json.schema(task_type.options_type)
    described = schema["$defs"][task_type.options_type.__name__]
    assert set(described["properties"]) == set(task_type.options_type.__struct_fields__)
    assert described["additionalProperties"] is False
