"""Near-duplicates among items of a few texts each: how alike two are, and which pairs of very many are worth comparing.

Texts are compared as sets of shingles, runs of SHINGLE characters: no language's words or blanks are presumed. Pairs are found by
a sketch of each text (Dahlgaard, Knudsen and Thorup, *Fast Similarity Sketching*, arXiv:1704.04370), whose slots agree in two
texts as often as shingles are shared, cut into bands (Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, section 3.4).
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5  # characters
ALIKE = 0.8  # the likeness from which on two items are near-duplicates
BANDS = 20
ROWS = 6  # of a band, shared among an item's texts; with 20 bands 99.8% of the pairs of a likeness of 0.8 have one in common
TEXTS_MAX = ROWS
CHARS_MAX = 100_000  # of an item that is compared at all
PARTNERS_MAX = 16  # with how many others an item is compared at most
HEAP = 100  # items of one key

Keys: TypeAlias = NDArray[np.uint32]
Hashes: TypeAlias = NDArray[np.uint64]
Ints: TypeAlias = NDArray[np.int64]

_CHARS_AT_ONCE = 50_000
_PADDING = "\0" * (SHINGLE - 1)
_GOLDEN = 0x9E3779B97F4A7C15  # 2⁶⁴ by the golden ratio
_BASE = np.array(_GOLDEN, np.uint64)  # an array, so that products wrap
_EMPTY = np.uint32(0xFFFFFFFF)
_HALF = np.uint64(32)


def plain(text: str) -> str:
    """The text without what does not make it another: capitals, the width of characters, the kind and number of blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


# ---- how alike two items are -----------------------------------------------------------------------------------------------


def shingle_sets(item: Sequence[str]) -> tuple[Hashes, ...]:
    """The different shingles of each plain text of an item, in order."""
    hashes, owners = _shingles(item)
    return tuple(_different(hashes[owners == number]) for number in range(len(item)))


def likeness(one: Sequence[Hashes], other: Sequence[Hashes], least: float = 0.0) -> float:
    """How alike two items are, by the shingles of their texts: 0 to 1; what is under `least` may be said to be 0.

    The texts are put beside each other as it suits them best; what counts is the pair that is least alike, by Jaccard's index.
    So two comparisons of one prompt are as alike as their responses, whichever is the first. Items of more texts than others
    are not alike at all.
    """
    if len(one) != len(other):
        return 0.0
    table = []
    for text in one:
        table.append([jaccard(text, beside, least) for beside in other])
        if max(table[-1]) < least:
            return 0.0
    return max(min(row[at] for row, at in zip(table, order, strict=True)) for order in permutations(range(len(one))))


def jaccard(one: Hashes, other: Hashes, least: float = 0.0) -> float:
    """The share of different shingles of two texts that are in both; of two without any, 1. Under `least` it may be 0."""
    smaller, larger = sorted((len(one), len(other)))
    if larger == 0:
        return 1.0
    if smaller < least * larger:
        return 0.0
    both = np.concatenate((one, other))
    both.sort()
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    return shared / (len(both) - shared)


# ---- which pairs are worth comparing ---------------------------------------------------------------------------------------


def band_keys(items: Sequence[Sequence[str]]) -> Keys:
    """A key of each item in each band: (items, BANDS). Of two items with the same number of plain texts, T, whose texts have the
    Jaccard indices j₁ … j_T, a band's keys agree with probability (j₁ · … · j_T) ** (ROWS // T), in whatever order the texts are.

    An item has 1 to TEXTS_MAX texts.
    """
    keys = np.empty((len(items), BANDS), np.uint32)
    counts = np.array([len(item) for item in items])
    for count in np.unique(counts):
        for portion in _portions(items, np.flatnonzero(counts == count)):
            keys[portion] = _band_keys([text for number in portion for text in items[number]], int(count))
    return keys


def _band_keys(texts: Sequence[str], count: int) -> Keys:
    """The same for texts of which every `count` are an item."""
    rows = ROWS // count
    slots = _sketches(texts, BANDS * rows).reshape(-1, count, BANDS, rows)
    of_texts = _folded(slots.astype(np.uint64), axis=3)
    of_texts.sort(axis=1)
    keys: Keys = (_folded(of_texts, axis=1) >> _HALF).astype(np.uint32)
    return keys


def _portions(items: Sequence[Sequence[str]], numbers: Ints) -> Iterator[Ints]:
    """Numbers of items of about _CHARS_AT_ONCE characters: arrays that fit into a processor's cache."""
    ends = np.cumsum([sum(map(len, items[number])) for number in numbers]) // _CHARS_AT_ONCE
    yield from np.split(numbers, np.flatnonzero(np.diff(ends)) + 1)


def _sketches(texts: Sequence[str], slots: int) -> Keys:
    """A sketch of each text: (texts, slots), at most 120 slots.

    Each shingle falls into one slot a turn, at random, and the least of a slot stays; turns go on until every slot of the text
    has been fallen into, and after as many as there are slots each turn is for one. A text without shingles has an empty sketch.
    """
    hashes, owners = _shingles(texts)
    sketches = np.full((len(texts), slots), _EMPTY)
    flat = sketches.reshape(-1)
    lacking = np.arange(len(texts))
    for turn in range(2 * slots):
        drawn = _mixed(hashes + np.uint64(turn * _GOLDEN % (1 << 64)))
        slot = ((drawn >> _HALF) * np.uint64(slots) >> _HALF).astype(np.int64) if turn < slots else turn - slots
        # The turn leads the value, so that what fell in an earlier one stays.
        value = (drawn & np.uint64(0xFFFFFF)).astype(np.uint32) | np.uint32(turn << 24)
        np.minimum.at(flat, owners * slots + slot, value)
        lacking = lacking[(sketches[lacking] == _EMPTY).any(axis=1)]
        lacks = np.zeros(len(texts), bool)
        lacks[lacking] = True
        staying = lacks[owners]
        hashes, owners = hashes[staying], owners[staying]
        if not len(hashes):
            break
    return sketches


def _shingles(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """A hash of each shingle of plain texts, and the number of its text. One begins at each character, as if after a text's end
    there were nothing for ever: a text that is shorter than a shingle has some too."""
    lengths = np.array([len(text) for text in texts])
    letters = np.frombuffer("".join(text + _PADDING for text in texts).encode("utf-32-le"), np.uint32)
    # A polynomial of five characters: of one and one two, of two and two four, and one more.
    ones = letters.astype(np.uint64) + np.uint64(1)
    twos = ones[:-1] * _BASE + ones[1:]
    fours = twos[:-2] * (_BASE * _BASE) + twos[2:]
    fives = fours[:-1] * _BASE + ones[4:]
    owners = np.repeat(np.arange(len(texts)), lengths)
    return _mixed(fives[np.arange(len(owners)) + owners * len(_PADDING)]), owners


def _different(hashes: Hashes) -> Hashes:
    """Each once, sorted: what np.unique does by a table, at three times the cost."""
    hashes = np.sort(hashes)
    different: Hashes = hashes[np.concatenate((np.ones(min(1, len(hashes)), bool), hashes[1:] != hashes[:-1]))]
    return different


def _mixed(hashes: Hashes) -> Hashes:
    """Every bit depends on every bit (the finisher of SplitMix64, doi:10.1145/2660193.2660195)."""
    hashes = hashes ^ (hashes >> np.uint64(30))
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes


def _folded(values: Hashes, axis: int) -> Hashes:
    """One hash of the values along an axis."""
    parts = np.moveaxis(values, axis, 0)
    folded = np.full(parts.shape[1:], np.uint64(len(parts)))
    for part in parts:
        folded = _mixed(folded * np.uint64(_GOLDEN) + part)
    return folded


# ---- pairs -----------------------------------------------------------------------------------------------------------------


class Pairs(NamedTuple):
    """Pairs of items worth comparing, each `later << 32 | earlier`, sorted; and what the last band has put into heaps."""

    found: Hashes
    in_heaps: Hashes


NO_PAIRS = Pairs(np.empty(0, np.uint64), np.empty(0, np.uint64))


def with_pairs_of(pairs: Pairs, keys: Keys, judged: int) -> Pairs:
    """`pairs` and those of another band, whose keys are given: at most PARTNERS_MAX for each later item, none of which is among
    the first `judged`.

    Of items with one key each is paired with the two before it and with the first: whoever goes through pairs in order meets
    the others by way of these. More than HEAP items with one key are the same, or of one mould, which is no reason to compare
    them: a pair in a heap counts if the band before had it in one too.
    """
    by_key = np.argsort(keys, kind="stable")
    in_order = keys[by_key]
    same = np.concatenate(([False], in_order[1:] == in_order[:-1]))
    at = np.flatnonzero(same & (by_key >= judged))
    starts = np.flatnonzero(~same)
    runs = np.searchsorted(starts, at, "right") - 1
    firsts, heaped = starts[runs], np.diff(np.append(starts, len(keys)))[runs] > HEAP
    later = by_key[at].astype(np.uint64) << _HALF
    found, in_heaps = [pairs.found], []
    for earlier in (firsts, at - 1, np.maximum(at - 2, firsts)):
        paired = later | by_key[earlier].astype(np.uint64)
        found.append(paired[~heaped])
        in_heaps.append(paired[heaped])
    heaps = _different(np.concatenate(in_heaps))
    kept = _different(np.concatenate((*found, np.intersect1d(heaps, pairs.in_heaps, assume_unique=True))))
    _, first_of_later, counts = np.unique(kept >> _HALF, return_index=True, return_counts=True)
    return Pairs(kept[np.arange(len(kept)) - np.repeat(first_of_later, counts) < PARTNERS_MAX], heaps)


def partners(pairs: Pairs) -> Iterator[tuple[int, list[int]]]:
    """Each later item, in order, with the earlier ones it is to be compared with."""
    later, starts = np.unique(pairs.found >> _HALF, return_index=True)
    earlier = (pairs.found & np.uint64(0xFFFFFFFF)).astype(np.int64)
    ends = np.append(starts, len(pairs.found))[1:]
    for number, start, end in zip(later, starts, ends, strict=True):
        yield int(number), earlier[start:end].tolist()
