"""Content that is more than one text: parts of text and files, and the turns of a conversation, as rows bring them.

A row names files by the names they were added under: nothing is fetched from anywhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Fields
from typing import Any

import msgspec

from amana.model.form import Conversation, FileBlock, FilePart, Part, Reading, TextBlock, TextPart, Turn, Words
from amana.model.imports import Mapping
from amana.tasktypes.base import File, RowRefused, kind_of

PARTS_MAX = 20
TURNS_MAX = 200
ROLE_CHARS_MAX = 40

CONVERSATION_COLUMNS = ("conversation", "messages", "turns", "dialogue", "dialog", "chat", "history")

Content = str | tuple[str | File, ...]

_KINDS_OF_FILE = ("image", "audio", "video", "file")
_HOW = "a part is a text, or an object as {'type': 'text', 'text': …} or {'type': 'image', 'file': …, 'alt': …}"


class Message(msgspec.Struct, frozen=True):
    """One turn of a conversation. `role`: user, assistant, system, or a name of the client's own."""

    role: str
    content: Content


def listed(value: Any, field: str, column: str) -> list[Any]:
    """A list, or one written as JSON text in a cell, as CSV files have them. Raises RowRefused."""
    if isinstance(value, str):
        try:
            value = msgspec.json.decode(value)
        except (msgspec.DecodeError, RecursionError):
            raise RowRefused(field, f'column {column!r} holds text that is no JSON list; write it as ["…", "…"].') from None
    if not isinstance(value, list):
        raise RowRefused(field, f"column {column!r} holds no list.")
    return value


def content(value: Any, field: str, where: str) -> Content:
    """What a row says as content: a text, or a list of parts; text alone stays text. Raises RowRefused, naming `where`."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        raise RowRefused(field, f"{where} holds {kind_of(value)}; it must hold text, or a list of parts; {_HOW}.")
    if len(value) > PARTS_MAX:
        raise RowRefused(field, f"{where} has {len(value)} parts; {PARTS_MAX} is the limit.")
    parts = tuple(_part(one, field, where) for one in value)
    if all(isinstance(part, str) for part in parts):
        return "\n\n".join(str(part) for part in parts)
    return parts


def _part(value: Any, field: str, where: str) -> str | File:
    if isinstance(value, str):
        return value
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "text" and isinstance(value.get("text"), str):
        text: str = value["text"]
        return text
    if isinstance(kind, str) and (kind.endswith("_url") or "url" in value):
        raise RowRefused(field, f"{where} names a file by its address; Amana fetches none. Add the file and name it by 'file'.")
    if kind in _KINDS_OF_FILE and isinstance(value.get("file"), str) and isinstance(value.get("alt", ""), str):
        return File(value["file"], value.get("alt", ""))
    raise RowRefused(field, f"{where} has a part that can't be read; {_HOW}.")


def conversation(row: Fields[str, Any], mapping: Mapping, field: str = "conversation") -> tuple[Message, ...]:
    """The turns in the column mapped to `field`, none where there is no such column or it is null. Raises RowRefused.

    A turn is {role, content}; `text` may stand for `content`.
    """
    columns = [column for column in mapping.fields.get(field, ()) if row.get(column) is not None]
    if not columns:
        return ()
    found = listed(row[columns[0]], field, columns[0])
    if len(found) > TURNS_MAX:
        raise RowRefused(field, f"it has {len(found)} turns; {TURNS_MAX} is the limit.")
    turns = []
    for number, one in enumerate(found, 1):
        role = one.get("role") if isinstance(one, dict) else None
        if not isinstance(role, str) or not 0 < len(role.strip()) <= ROLE_CHARS_MAX:
            raise RowRefused(field, f"turn {number} has no role; a turn is as {{'role': 'user', 'content': …}}.")
        said = one["content"] if "content" in one else one.get("text")
        turns.append(Message(role, content(said, field, f"turn {number}")))
    return tuple(turns)


def files(found: Content) -> Iterator[File]:
    """The files of a content, in order."""
    if not isinstance(found, str):
        yield from (part for part in found if isinstance(part, File))


def plain(found: Content) -> str:
    """What is read of it, as one text; a file stands there by its name."""
    return found if isinstance(found, str) else "\n\n".join(part.file if isinstance(part, File) else part for part in found)


def as_message(role: str, found: Content) -> dict[str, Any]:
    """A message of a chat as trainers read it: a text, or typed parts."""
    if isinstance(found, str):
        return {"role": role, "content": found}
    return {"role": role, "content": as_parts(found)}


def as_parts(found: Content) -> str | list[dict[str, str]]:
    """A content as rows bring it."""
    if isinstance(found, str):
        return found
    return [
        {"type": "file", "file": part.file, "alt": part.alt} if isinstance(part, File) else {"type": "text", "text": part}
        for part in found
    ]


class Places:
    """Gives each file of a payload its place in `Form.media`: the order in which the type's `files` names them."""

    def __init__(self) -> None:
        self._next = 0

    def parts(self, found: Content) -> tuple[Part, ...]:
        """The content for a form. Contents are asked for in the order of `files`."""
        if isinstance(found, str):
            return (TextPart(found),)
        return tuple(self._file() if isinstance(part, File) else TextPart(part) for part in found)

    def _file(self) -> FilePart:
        self._next += 1
        return FilePart(self._next - 1)

    def turns(self, found: Iterable[Message], label: Words) -> Conversation:
        """The conversation for a form."""
        return Conversation(tuple(Turn(one.role, self.parts(one.content)) for one in found), label)

    def blocks(self, found: Content, label: Words) -> Sequence[Reading]:
        """The content as elements of its own, the first of them labelled."""
        made: list[Reading] = []
        for part in self.parts(found):
            said = None if made else label
            made.append(TextBlock(part.text, said) if isinstance(part, TextPart) else FileBlock(part.file, said))
        return made
