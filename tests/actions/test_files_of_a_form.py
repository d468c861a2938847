"""What a page is told of a task's files says nothing of their order in the client's file."""

from uuid import uuid4

from amana.actions.sealed import TaskMedia, with_media
from amana.model.form import FilePart, Panels
from amana.tasktypes.base import File
from amana.tasktypes.comparison import COMPARISON, Comparison, ComparisonOptions
from amana.tasktypes.contents import Message


def test_files_are_told_in_the_order_in_which_they_are_shown() -> None:
    payload = Comparison(None, ((File("a"),), (File("b"),), (File("c"),)), (Message("user", (File("asked"),)),))
    media = tuple(
        TaskMedia(media_id=uuid4(), file_name=name, media_type="image/png", alt=name)
        for name in ("asked", "a", "b", "c", "above")
    )
    for order, shown in (((0, 1, 2), "abc"), ((2, 0, 1), "cab")):
        form = with_media(COMPARISON.form(payload, ComparisonOptions(responses=3), order), media, "/media")
        assert [one.alt for one in form.media] == ["asked", *shown, "above"]
        [panels] = [element for element in form.elements if isinstance(element, Panels)]
        assert panels.items == ((FilePart(1),), (FilePart(2),), (FilePart(3),))
