"""Media of a project: files that its tasks show."""

from pathlib import Path
from typing import Any

from amana.cli.terminal import client, out


def add(project: str, file: Path, /, *files: Path) -> None:
    """Keep files for tasks to show: PNG, JPEG, WebP, GIF, WAV, MP3, Ogg, FLAC or MP4, by their bytes. Again changes nothing.

    Rows refer to them by name, in a column called media: [{"file": "xray-17.png", "alt": "what it shows"}].

    Parameters
    ----------
    project
        The project's id.
    file
        A file; the project knows it by its name, without folders.
    files
        More of them.
    """
    with client() as asking:
        for one in (file, *files):
            added = asking.send_file(f"/api/client/projects/{project}/media", one)
            out.print(_line(added), markup=False)


def listing(project: str, /) -> None:
    """The files of a project, in the order in which they came.

    Parameters
    ----------
    project
        The project's id.
    """
    after: dict[str, str] = {}
    with client() as asking:
        while True:
            page = asking.get(f"/api/client/projects/{project}/media", limit=500, **after)
            for one in page["files"]:
                out.print(_line(one), markup=False)
            if page["next_after"] is None:
                return
            after = {"after": page["next_after"]}


def _line(one: dict[str, Any]) -> str:
    """A file in words: what it is, how large, how long if it can be heard, what it is called."""
    seconds = f"{one['duration_ms'] / 1000:.3f} s" if one["duration_ms"] is not None else ""
    said = "destroyed" if one["destroyed"] else one["file_name"]
    if one["trouble"]:
        said += f"  (no waveform: {one['trouble']})"
    return f"{one['media_id']}  {one['media_type']:<10}  {one['size_bytes']:>12}  {seconds:>12}  {said}"
