import numpy as np

from amana.core.collection.choosing import Candidates, Rule, Standing
from amana.core.collection.deciding import ASKED_A_ROUND, decide
from amana.core.inference.crowd import Crowd

RULE = Rule(labels_min=2, labels_max=5, explored=0.0)
BEFORE = 200
STRANGER = 4


def standing(said: list[list[int]], tasks: int = 0) -> Standing:
    """Tasks as far as three people have answered them; the first is right and the third guesses, as the tasks before have shown."""
    rng = np.random.default_rng(0)
    before = [(task, person, task % 2 if person < 2 else int(rng.integers(2))) for task in range(BEFORE) for person in range(3)]
    now = [(BEFORE + task, person, klass) for task, classes in enumerate(said) for person, klass in enumerate(classes)]
    return Standing.of(Crowd.of([*before, *now], BEFORE + max(tasks, len(said)), 5, 2))


def pairs(*of: tuple[int, int]) -> Candidates:
    task, annotator = np.array(of, dtype=np.int32).reshape(-1, 2).T
    return Candidates(BEFORE + task, annotator)


def pending(*tasks: int) -> np.ndarray:
    return BEFORE + np.array(tasks, dtype=np.int32)


def room(*of: int) -> np.ndarray:
    return np.array([*of, *[0] * (5 - len(of))], dtype=np.int32)


def decided(
    of: Standing, tasks: np.ndarray, candidates: Candidates, free: np.ndarray, **more: object
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    found = decide([of], tasks, candidates, free, RULE, np.random.default_rng(1), stranger=STRANGER, **more)  # type: ignore[arg-type]
    asked = zip((found.task - BEFORE).tolist(), found.annotator.tolist(), strict=True)
    return sorted(asked), sorted((found.open - BEFORE).tolist()), sorted((found.done - BEFORE).tolist())


def test_a_task_on_which_people_agree_is_done_and_one_on_which_they_do_not_is_asked_again() -> None:
    of = standing([[0, 0, 0], [0, 1]])
    assert decided(of, pending(0, 1), pairs((0, 3), (1, 3)), room(0, 0, 0, 9)) == ([(1, 3)], [], [0])


def test_whoever_is_away_neither_gets_a_task_nor_lets_it_end() -> None:
    of = standing([[0, 1]])
    asked, opened, done = decided(of, pending(0), pairs((0, 2), (0, 3)), room(0, 0, 0, 0))
    assert (asked, opened, done) == ([], [], []), "it waits"
    assert decided(of, pending(0), pairs((0, 2)), room(0, 0, 9)) == ([], [], [0]), (
        "a guess is worth nothing, and nobody else may come"
    )


def test_what_nobody_could_be_asked_is_open_to_anybody_while_a_strangers_answer_is_worth_it() -> None:
    of = standing([[0, 1], [0, 0, 0]])
    assert decided(of, pending(0, 1), pairs(), room()) == ([], [0], [1])


def test_tasks_with_too_few_answers_are_asked_whatever_they_are_worth() -> None:
    of = standing([[0]], tasks=2)
    asked, _, done = decided(of, pending(0, 1), pairs((0, 2), (1, 2)), room(0, 0, 9), each_min=5)
    assert (asked, done) == ([(0, 2), (1, 2)], [])


def test_everybody_who_is_free_gets_an_even_share_and_no_more_than_they_have_room_for() -> None:
    of = standing([], tasks=60)
    everything = pairs(*[(task, person) for task in range(60) for person in (0, 1, 2)])
    asked, _, _ = decided(of, pending(*range(60)), everything, room(9, 9, 1), each_min=2)
    assert len(asked) == 7
    assert np.bincount([person for _, person in asked]).tolist() == [3, 3, 1]
    asked, _, _ = decided(of, pending(*range(60)), everything, room(99, 99, 99))
    assert len(asked) == np.ceil(ASKED_A_ROUND * 60)
    assert len({task for task, _ in asked}) == len(asked)


def test_a_spent_budget_ends_what_has_the_least_and_nothing_else() -> None:
    of = standing([[0, 1], [1, 0], [0]])
    everything = pairs((0, 3), (1, 3), (2, 3))
    assert decided(of, pending(0, 1, 2), everything, room(0, 0, 0, 9), each_min=9, affordable=0) == ([(2, 3)], [], [0, 1])
    asked, _, done = decided(of, pending(0, 1, 2), everything, room(0, 0, 0, 9), each_min=9, affordable=1)
    assert (len(asked), done) == (2, [])
    assert decided(of, pending(0, 1), pairs(), room(), affordable=1)[1:] == ([0], [])


def test_nothing_pending_is_nothing_decided() -> None:
    assert decided(standing([]), pending(), pairs(), room()) == ([], [], [])


def test_the_same_question_gives_the_same_round() -> None:
    of = standing([[0, 1]] * 20)
    everything = pairs(*[(task, person) for task in range(20) for person in (2, 3)])
    assert decided(of, pending(*range(20)), everything, room(0, 0, 9, 9)) == decided(
        of, pending(*range(20)), everything, room(0, 0, 9, 9)
    )
