import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.core.quality.formatting import MARKS, marks_of


@given(st.text(alphabet="ab *_`#-1.)\n~", max_size=200))
def test_every_mark_is_a_share(text: str) -> None:
    found = marks_of(text)
    assert tuple(found) == MARKS
    assert all(0 <= share <= 1 for share in found.values())


@pytest.mark.parametrize(
    ("text", "mark", "share"),
    [
        ("- one\n- two\nplain\n\n3) three", "lists", 3 / 4),
        ("-5 degrees\n1.5 litres\n*bold*", "lists", 0.0),
        ("a **b** c", "bold", 5 / 9),
        ("2 ** 3 ** 4", "bold", 0.0),
        ("## Title\ntext", "headings", 1 / 2),
        ("#hashtag", "headings", 0.0),
        ("```\n# comment\n- item\n```", "headings", 0.0),
        ("```\n# comment\n- item\n```", "lists", 0.0),
        ("```\n# comment\n- item\n```", "code", 1.0),
        ("see `x` now", "code", 3 / 11),
        ("```\nnever closed", "code", 1.0),
        ("`**no bold**`", "bold", 0.0),
        ("", "lists", 0.0),
    ],
)
def test_what_is_a_mark(text: str, mark: str, share: float) -> None:
    assert marks_of(text)[mark] == pytest.approx(share)
