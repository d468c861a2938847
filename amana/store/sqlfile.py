"""SQL lives in `.sql` files beside the module that runs it, each statement under `-- name: its_name`."""

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


class Statements:
    """The named statements of one file, as attributes. Asking for one that is not there raises AttributeError."""

    def __init__(self, path: Path) -> None:
        pieces = _NAME.split(path.read_text(encoding="utf-8"))
        self._path = path
        self._by_name = {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}

    def __getattr__(self, name: str) -> str:
        try:
            return self._by_name[name]
        except KeyError:
            raise AttributeError(f"{self._path.name} has no statement named {name}") from None


def beside(module_file: str) -> Statements:
    """The statements of `noun.sql` beside `noun.py`: call with `__file__`."""
    return Statements(Path(module_file).with_suffix(".sql"))
