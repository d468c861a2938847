"""The thread's bars: installing, replay against crowd-kit, kills, round trips, pages."""

from collections.abc import Callable, Iterator

from bench.bar import Bar
from bench.thread import clone, crowd, kills, pages, round_trips

PARTS: dict[str, Callable[[], Iterator[Bar]]] = {
    "clone": clone.bars,
    "crowd": crowd.bars,
    "kills": kills.bars,
    "round_trips": round_trips.bars,
    "pages": pages.bars,
}
