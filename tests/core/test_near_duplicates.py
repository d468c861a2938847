"""Near-duplicates of known likeness are found as often as bands and rows promise; what is unlike is not; what is shown is true."""

import random
from collections.abc import Sequence
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.core import near_duplicates
from amana.core.near_duplicates import (
    ALIKE,
    BANDS,
    HEAP,
    NO_PAIRS,
    PARTNERS_MAX,
    ROWS,
    SHINGLE,
    TEXTS_MAX,
    Keys,
    Pairs,
    band_keys,
    jaccard,
    likeness,
    partners,
    plain,
    shingle_sets,
    with_pairs_of,
)

LATIN, ARABIC, HAN = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "".join(map(chr, range(0x4E00, 0x4F00)))
# Whatever a file may hold: scripts with and without blanks, marks that combine, characters beyond the first plane, nothing.
anything = st.text(st.sampled_from("ab \n\tABسَلامتـم日本語é🙂\0."), max_size=40)
items = st.lists(anything, min_size=1, max_size=4)


def shingles_by_hand(text: str) -> set[str]:
    padded = text + "\0" * (SHINGLE - 1)
    return {padded[start : start + SHINGLE] for start in range(len(text))}


def jaccard_by_hand(one: str, other: str) -> float:
    mine, theirs = shingles_by_hand(one), shingles_by_hand(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    return likeness(shingle_sets(one), shingle_sets(other))


# ---- likeness ----------------------------------------------------------------------------------------------------------------


@given(anything, anything)
def test_likeness_of_texts_is_jaccards_index_of_their_runs_of_characters(one: str, other: str) -> None:
    [mine], [theirs] = shingle_sets([one]), shingle_sets([other])
    assert jaccard(mine, theirs) == jaccard_by_hand(one, other)


@given(items, items, st.randoms(use_true_random=False))
def test_likeness_does_not_depend_on_who_is_first_or_how_texts_are_ordered(
    one: list[str], other: list[str], rng: random.Random
) -> None:
    shuffled = rng.sample(other, len(other))
    assert alike(one, other) == alike(other, one) == alike(one, shuffled)
    assert alike(one, rng.sample(one, len(one))) == 1.0
    assert 0.0 <= alike(one, other) <= 1.0
    hasty = likeness(shingle_sets(one), shingle_sets(other), ALIKE)
    assert hasty == alike(one, other) or hasty <= alike(one, other) < ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Name a prime.", "  name\ta\nPRIME. "),
        ("ﬁne", "fine"),
        ("Ａ１", "a1"),
        ("لا إله", "ﻻ إله"),
        ("é", "e\u0301"),
        ("STRASSE", "straße"),
    ],
)
def test_what_does_not_make_another_text(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Name a prime.", "Name a crime."), ("yes", "no"), ("", "7"), ("كتاب", "كَتَبَ"), ("日本", "日木")]
)
def test_short_texts_that_differ_are_not_near_duplicates(one: str, other: str) -> None:
    assert alike([plain(one)], [plain(other)]) < ALIKE


def test_a_word_changed_in_a_page_leaves_it_a_near_duplicate_and_many_do_not() -> None:
    for alphabet in (LATIN, ARABIC, HAN):
        rng = random.Random(5)
        words = made_of(rng, alphabet, 200)
        once, often = changed(rng, alphabet, words, 2), changed(rng, alphabet, words, 60)
        join = "" if alphabet is HAN else " "
        assert alike([join.join(words)], [join.join(once)]) > 0.9
        assert alike([join.join(words)], [join.join(often)]) < ALIKE


def test_comparisons_of_one_prompt_are_as_alike_as_their_responses() -> None:
    rng = random.Random(3)
    prompt, one, two, three, four = (" ".join(made_of(rng, LATIN, count)) for count in (300, 12, 12, 12, 12))
    assert alike([prompt, one, two], [prompt, three, four]) < 0.1  # the prompt is all but the whole of them
    assert alike([prompt, one, two], [prompt, two, one]) == 1.0  # the same work, shown the other way round
    assert alike([prompt, one, two], [prompt, one, three]) < 0.1
    assert alike([prompt, one, two], [one, two]) == 0.0


# ---- finding -----------------------------------------------------------------------------------------------------------------


def made_of(rng: random.Random, alphabet: str, words: int) -> list[str]:
    return ["".join(rng.choices(alphabet, k=rng.randint(2, 9))) for _ in range(words)]


def changed(rng: random.Random, alphabet: str, words: list[str], count: int) -> list[str]:
    copy = list(words)
    for at in rng.sample(range(len(words)), count):
        copy[at] = "".join(rng.choices(alphabet, k=6))
    return copy


@pytest.mark.parametrize("texts", [1, 2, 3, 6])
@pytest.mark.parametrize("alphabet", [LATIN, ARABIC], ids=["latin", "arabic"])
@pytest.mark.parametrize("edits", [0.03, 0.05, 0.07, 0.12, 0.2])
def test_near_copies_share_a_band_as_often_as_bands_and_rows_promise(texts: int, alphabet: str, edits: float) -> None:
    """Every item has a copy with each text edited, the texts in another order. Promised is what the true indices give."""
    rng = random.Random(11)
    originals, copies, promised_bands, promised_pairs = [], [], [], []
    for _ in range(400):
        words = [made_of(rng, alphabet, 180 // texts) for _ in range(texts)]
        copied = [changed(rng, alphabet, part, max(1, round(len(part) * edits))) for part in words]
        one, other = [" ".join(part) for part in words], [" ".join(part) for part in copied]
        a_band = prod(jaccard(*pair) for pair in zip(shingle_sets(one), shingle_sets(other), strict=True)) ** (ROWS // texts)
        originals.append(one)
        copies.append(rng.sample(other, texts))
        promised_bands.append(a_band)
        promised_pairs.append(1 - (1 - a_band) ** BANDS)
    agree = band_keys(originals) == band_keys(copies)
    # Four deviations of a sum of independent chances.
    assert_as_promised(agree.ravel(), np.repeat(promised_bands, BANDS))
    assert_as_promised(agree.any(axis=1), np.array(promised_pairs))


def assert_as_promised(happened: np.ndarray, promised: np.ndarray) -> None:
    spread = np.sqrt((promised * (1 - promised)).sum())
    assert abs(happened.sum() - promised.sum()) <= 4 * spread + 1


def test_what_is_alike_enough_is_all_but_always_found() -> None:
    for texts in (1, 2, 3, 6):
        worst = ALIKE ** (texts * (ROWS // texts))
        assert 1 - (1 - worst) ** BANDS > 0.997


def test_what_is_unlike_is_hardly_ever_compared() -> None:
    rng = random.Random(2)
    prompts = [" ".join(made_of(rng, LATIN, 150)) for _ in range(4)]
    unlike = [(rng.choice(prompts), " ".join(made_of(rng, LATIN, 30)), " ".join(made_of(rng, LATIN, 30))) for _ in range(2000)]
    pairs = pairs_of(band_keys(unlike))
    assert len(pairs) < 10  # of two million


@settings(deadline=None)
@given(st.lists(items, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_equal_items_have_equal_keys_whatever_stands_beside_them(some: list[list[str]], rng: random.Random) -> None:
    together = band_keys(some)
    for number, item in enumerate(some):
        assert (band_keys([rng.sample(item, len(item))]) == together[number]).all()


def test_keys_do_not_depend_on_the_portions_in_which_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(4)
    some = [[" ".join(made_of(rng, LATIN, 20)) for _ in range(rng.randint(1, TEXTS_MAX))] for _ in range(50)]
    whole = band_keys(some)
    monkeypatch.setattr(near_duplicates, "_CHARS_AT_ONCE", 300)
    assert (band_keys(some) == whole).all()


def test_the_keys_of_a_text_stay_what_they_are() -> None:
    """They are kept: a version that made others would compare new tasks with old ones in vain."""
    keys = band_keys([["the quick brown fox", "jumps over", ""], ["الثعلب البني السريع"]])
    assert keys[:, :4].tolist() == [
        [1796956667, 1931433624, 1091829935, 3204243105],
        [2930477092, 3373764040, 2916353489, 2203628207],
    ]


# ---- pairs -------------------------------------------------------------------------------------------------------------------


def pairs_of(keys: Keys, judged: int = 0) -> set[tuple[int, int]]:
    pairs = NO_PAIRS
    for band in keys.T:
        pairs = with_pairs_of(pairs, band, judged)
    return {(later, earlier) for later, those in partners(pairs) for earlier in those}


@given(st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), max_size=12), st.integers(0, 12))
def test_pairs_share_a_key_and_lead_to_everybody_who_does(rows: list[list[int]], judged: int) -> None:
    keys = np.array(rows, np.uint32).reshape(-1, 2)
    found = pairs_of(keys, judged)
    for later, earlier in found:
        assert later > earlier
        assert later >= judged
        assert (keys[later] == keys[earlier]).any()
    for band in keys.T:
        for later in range(judged, len(keys)):
            before = [earlier for earlier in range(later) if band[earlier] == band[later]]
            assert {(later, earlier) for earlier in (*before[:1], *before[-2:])} <= found


def test_a_heap_of_the_same_stays_a_heap_and_no_square() -> None:
    keys = np.zeros((50_000, BANDS), np.uint32)
    assert len(pairs_of(keys)) < 3 * len(keys)
    scattered = np.random.default_rng(1).integers(0, 50, (5_000, BANDS)).astype(np.uint32)
    by_later = [len(those) for _, those in partners(all_pairs(scattered))]
    assert max(by_later) == PARTNERS_MAX


def test_tasks_of_one_mould_are_hardly_compared_and_the_same_task_many_times_is() -> None:
    """A mould's tasks are alike by six or seven tenths: with each of thousands every task has a band in common."""
    rng = random.Random(6)
    moulded = [
        [f"Task {rng.random()}: which of these says it better?", f"The first says {rng.random()} and stops there."]
        for _ in range(4000)
    ]
    together = all_pairs(band_keys(moulded))
    assert len(together.found) < 4 * len(moulded)
    likes = [likeness(shingle_sets(moulded[0]), shingle_sets(other)) for other in moulded[1:50]]
    assert 0.3 < max(likes) < ALIKE
    copies = [[f"{moulded[0][0]} {number % 7}", moulded[0][1]] for number in range(10 * HEAP)]
    assert {later for later, _ in partners(all_pairs(band_keys(copies)))} == set(range(1, len(copies)))


def all_pairs(keys: Keys) -> Pairs:
    pairs = NO_PAIRS
    for band in keys.T:
        pairs = with_pairs_of(pairs, band, 0)
    return pairs


def test_nothing_has_no_pairs() -> None:
    assert pairs_of(np.empty((0, BANDS), np.uint32)) == set()
    assert pairs_of(np.arange(3 * BANDS, dtype=np.uint32).reshape(3, BANDS)) == set()
