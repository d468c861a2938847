import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from amana.core.quality.bias import LEFT, RIGHT, TIE, BiasSheet, Estimate, Judgements, bias_sheet

TIES = 0.15


class Simulated:
    """Tasks of different quality, people of different bias; `position`, `length` and `lists` are log-odds, `haste` a factor."""

    def __init__(
        self,
        seed: int,
        *,
        tasks: int = 200,
        annotators: int = 30,
        each: int = 4,
        position: float = 0.3,
        length: float = 0.4,
        lists: float = 0.3,
        spread: float = 0.3,
        tiring: float = 0.0,
    ) -> None:
        rng = np.random.default_rng(seed)
        quality = rng.normal(0, 0.8, tasks)
        self.length = np.exp(rng.normal(5, 0.6, (tasks, 2)))
        self.lists = (rng.random((tasks, 2)) < 0.3) * 1.0
        longer = np.log2((self.length[:, 0] + 1) / (self.length[:, 1] + 1))
        listed = np.sign(self.lists[:, 0] - self.lists[:, 1])
        of_position, of_length = rng.normal(position, spread, annotators), rng.normal(length, spread, annotators)
        pace = rng.normal(3, 0.5, annotators)
        task = rng.permutation(np.repeat(np.arange(tasks), each))
        who = rng.integers(0, annotators, tasks * each)
        place = np.zeros(len(task))
        for one in range(annotators):
            place[who == one] = np.arange((who == one).sum())
        exchanged = rng.random(len(task)) < 0.5
        meant = (quality[task] + of_length[who] * longer[task] + lists * listed[task]) * np.exp(-tiring * place)
        left = rng.random(len(task)) < expit(np.where(exchanged, -meant, meant) + of_position[who])
        preferred = np.where(rng.random(len(task)) < TIES, TIE, np.where(left, LEFT, RIGHT))
        seconds = np.exp(pace[who] - 0.003 * place + 0.4 * rng.normal(size=len(task)))
        self.columns = task, who, preferred
        self.judgements = Judgements.of_columns(
            *self.columns, tasks, annotators, exchanged=exchanged, place=place, seconds=seconds
        )
        self.sheet = bias_sheet(self.judgements, self.length, {"lists": self.lists})


def all_of(sheet: BiasSheet) -> list[Estimate]:
    others = [sheet.position, sheet.length, sheet.fatigue, sheet.haste, sheet.consistency, sheet.side_kept]
    return [*others, *sheet.formatting.values()]


def holds(estimate: Estimate, value: float) -> bool:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.low <= value <= estimate.high


def value_of(estimate: Estimate) -> float:
    assert estimate.value is not None
    return estimate.value


@st.composite
def judgements(draw: st.DrawFn) -> tuple[Judgements, list[int]]:
    row = st.tuples(st.integers(0, 14), st.integers(0, 9), st.sampled_from([LEFT, TIE, RIGHT]), st.booleans())
    rows = draw(st.lists(row, min_size=15, max_size=60))
    task, who, preferred, exchanged = (list(column) for column in zip(*rows, strict=True))
    place = draw(st.permutations(range(len(rows))))
    return Judgements.of_columns(task, who, preferred, 15, 10, exchanged=exchanged, place=place), place


LENGTH = np.random.default_rng(0).integers(1, 100, (15, 2))


@settings(max_examples=15, deadline=None)
@given(judgements())
def test_every_estimate_is_a_value_in_its_interval_or_a_reason(drawn: tuple[Judgements, list[int]]) -> None:
    for estimate in all_of(bias_sheet(drawn[0], LENGTH, {"lists": LENGTH % 3})):
        if estimate.value is None:
            assert estimate.reason
            assert (estimate.low, estimate.high, estimate.over) == (None, None, None)
        else:
            assert estimate.reason is None
            assert estimate.low is not None
            assert estimate.high is not None
            assert estimate.low < estimate.value < estimate.high


@settings(max_examples=15, deadline=None)
@given(judgements())
def test_to_name_the_responses_otherwise_changes_nothing(drawn: tuple[Judgements, list[int]]) -> None:
    heard, place = drawn
    renamed = Judgements.of_columns(heard.task, heard.annotator, heard.preferred, 15, 10, exchanged=~heard.exchanged, place=place)
    for one, other in zip(all_of(bias_sheet(heard, LENGTH)), all_of(bias_sheet(renamed, LENGTH[:, ::-1])), strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-7)
        assert one.high == pytest.approx(other.high, abs=1e-7)


@settings(max_examples=15, deadline=None)
@given(judgements())
def test_to_exchange_all_sides_turns_the_position_and_nothing_else(drawn: tuple[Judgements, list[int]]) -> None:
    heard, place = drawn
    turned = Judgements.of_columns(
        heard.task, heard.annotator, 2 - heard.preferred, 15, 10, exchanged=~heard.exchanged, place=place
    )
    one, other = bias_sheet(heard, LENGTH), bias_sheet(turned, LENGTH)
    if one.position.value is not None:
        assert value_of(other.position) == pytest.approx(1 - one.position.value, abs=1e-7)
    for mine, theirs in zip(all_of(one)[1:], all_of(other)[1:], strict=True):
        assert mine.value == pytest.approx(theirs.value, abs=1e-7)


@settings(max_examples=15, deadline=None)
@given(judgements(), st.randoms())
def test_the_order_of_rows_does_not_matter_where_places_are_known(drawn: tuple[Judgements, list[int]], random: object) -> None:
    heard, place = drawn
    order = np.array(sorted(range(len(place)), key=lambda _: random.random()), dtype=np.int64)  # type: ignore[attr-defined]
    columns = heard.task[order], heard.annotator[order], heard.preferred[order]
    shuffled = Judgements.of_columns(*columns, 15, 10, exchanged=heard.exchanged[order], place=np.array(place)[order])
    for one, other in zip(all_of(bias_sheet(heard, LENGTH)), all_of(bias_sheet(shuffled, LENGTH)), strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-7)


def test_what_was_planted_is_found_and_what_was_not_is_not() -> None:
    swayed = Simulated(1, tasks=3000, annotators=60).sheet
    for estimate, least in ((swayed.position, 0.51), (swayed.length, 0.54), (swayed.formatting["lists"], 0.51)):
        assert estimate.low is not None
        assert estimate.low > least
    assert holds(swayed.haste, np.exp(-0.3))
    unswayed = Simulated(2, tasks=3000, annotators=60, position=0, length=0, lists=0, spread=0).sheet
    for estimate in (unswayed.position, unswayed.length, unswayed.formatting["lists"]):
        assert holds(estimate, 0.5)
    assert holds(unswayed.fatigue, 0.0)


def test_lists_are_not_blamed_for_length() -> None:
    crowd = Simulated(3, tasks=2000, annotators=50, lists=0, length=1.0)
    # A list is in the longer of the two, nearly always.
    longer = np.argmax(crowd.length, axis=1)
    lists = np.zeros((2000, 2))
    lists[np.arange(2000), np.where(np.random.default_rng(0).random(2000) < 0.8, longer, 1 - longer)] = 1
    apart = bias_sheet(crowd.judgements, crowd.length, {"lists": lists})
    alone = bias_sheet(crowd.judgements, None, {"lists": lists})
    assert value_of(alone.formatting["lists"]) > 0.55
    assert abs(value_of(apart.formatting["lists"]) - 0.5) < 0.03


def test_tired_people_agree_less() -> None:
    sheet = Simulated(4, tasks=2000, annotators=20, position=0, spread=0, length=2.0, tiring=0.01).sheet
    assert sheet.fatigue.high is not None
    assert sheet.fatigue.high < 0


def test_intervals_cover_as_often_as_they_say() -> None:
    # What a very large crowd of the same kind shows; half is the truth of nothing here, for people differ.
    large = [Simulated(9000 + seed, tasks=8000, annotators=2000).sheet for seed in range(2)]
    covered = []
    for seed in range(60):
        sheet = Simulated(100 + seed).sheet
        pairs = [(sheet.haste, float(np.exp(-0.3))), (sheet.fatigue, 0.0)]
        for name in ("position", "length"):
            pairs.append((getattr(sheet, name), float(np.mean([value_of(getattr(one, name)) for one in large]))))
        covered.append([holds(estimate, truth) for estimate, truth in pairs])
    assert (np.mean(covered, axis=0) >= 0.9).all()


def test_of_few_people_only_their_tasks_are_drawn_anew_and_of_many_both() -> None:
    assert Simulated(5, annotators=3).sheet.position.over == "other tasks by these annotators"
    assert Simulated(5, annotators=30).sheet.position.over == "other tasks and other annotators"


def test_repeats_say_whether_a_person_or_a_side_is_consistent() -> None:
    rng = np.random.default_rng(6)
    task, who = np.tile(np.arange(60), 10), np.repeat(np.arange(10), 60)
    again = np.concatenate([task, task]), np.concatenate([who, who])
    shown = np.repeat([False, True], 600)
    better = np.tile(rng.random(60) < 0.5, 20)
    faithful = np.where(better != shown, LEFT, RIGHT)
    sheet = bias_sheet(Judgements.of_columns(*again, faithful, 60, 10, exchanged=shown))
    assert sheet.consistency.judgements == sheet.side_kept.judgements == 600
    assert value_of(sheet.consistency) > 0.98
    assert value_of(sheet.side_kept) < 0.02
    always_left = bias_sheet(Judgements.of_columns(*again, np.full(1200, LEFT), 60, 10, exchanged=shown))
    assert value_of(always_left.consistency) < 0.02
    assert value_of(always_left.side_kept) > 0.98
    assert value_of(always_left.position) > 0.98
    coin = bias_sheet(Judgements.of_columns(*again, rng.choice([LEFT, RIGHT], 1200), 60, 10, exchanged=shown))
    assert holds(coin.consistency, 0.5)
    assert holds(coin.side_kept, 0.5)


def test_where_all_say_the_same_nothing_is_certain() -> None:
    rows = np.arange(40)
    for preferred in (LEFT, TIE, RIGHT):
        position = bias_sheet(Judgements.of_columns(rows, rows % 10, np.full(40, preferred), 40, 10)).position
        assert position.low is not None
        assert position.high is not None
        assert 0 < position.low < position.high < 1
        assert position.high - position.low > 0.05


def test_data_that_can_not_say_has_a_reason() -> None:
    nothing = bias_sheet(Judgements.of_columns([], [], [], 0, 0), np.zeros((0, 2)), {"bold": np.zeros((0, 2))})
    assert [estimate.value for estimate in all_of(nothing)] == [None] * 7
    crowd = Simulated(7)
    task, who, preferred = crowd.columns
    sheet = bias_sheet(Judgements.of_columns(task, who, preferred, 200, 30), None, {"code": np.zeros((200, 2))})
    assert sheet.position.reason is None
    assert sheet.length.reason == "No lengths were given."
    assert sheet.formatting["code"].reason == "Pairs that differ in it: 0, fewer than 10."
    assert sheet.fatigue.reason == sheet.haste.reason == "Nobody recorded in which order a person judged."
    untimed = bias_sheet(Judgements.of_columns(task, who, preferred, 200, 30, place=np.zeros(800)))
    assert untimed.haste.reason == "No times were recorded."
    assert untimed.fatigue.reason == "Nobody judged often enough to be compared with themselves."
    alone = bias_sheet(Judgements.of_columns(np.arange(50), np.zeros(50), np.arange(50) % 3, 50, 1, place=np.arange(50)))
    assert alone.fatigue.reason == "0 judgements can be compared, fewer than 20."


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"task": [9]}, "out of range"),
        ({"preferred": [3]}, "out of range"),
        ({"annotator": [0, 0]}, "differ in length"),
        ({"place": [-1.0]}, "the place in row 0 is negative"),
        ({"seconds": [np.inf]}, "the time in row 0 is negative or infinite"),
    ],
)
def test_columns_that_are_not_judgements_are_refused(how: dict[str, list[float]], said: str) -> None:
    columns = {"task": [0], "annotator": [0], "preferred": [LEFT], **how}
    with pytest.raises(ValueError, match=said):
        Judgements.of_columns(**columns, tasks=2, annotators=1)  # type: ignore[arg-type]


def test_lengths_and_marks_that_are_no_numbers_are_named_by_their_task() -> None:
    judgements = Judgements.of_columns([0], [0], [LEFT], 2, 1)
    with pytest.raises(ValueError, match="the length of task 1 is negative or not finite"):
        bias_sheet(judgements, np.array([[1, 2], [3, np.nan]]))
    with pytest.raises(ValueError, match="the bold of task 0"):
        bias_sheet(judgements, None, {"bold": [[-1, 2], [3, 4]]})
    with pytest.raises(ValueError, match="shape"):
        bias_sheet(judgements, [[1, 2]])
