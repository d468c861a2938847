"""What lies in the sealed bodies of projects and tasks, opened for the actions that need it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from amana.model.form import Form, ShownMedia, by_appearance
from amana.model.projects import ProjectSecrets
from amana.outside.seal import Owner, Seal
from amana.outside.sound import PEAKS_PER_SECOND, Sound
from amana.tasktypes import TASK_TYPES
from amana.tasktypes.base import AnyTaskType, typed_options


class TaskMedia(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a task shows, as its row names it and as it was when the row was read."""

    media_id: UUID
    file_name: str
    media_type: str
    alt: str
    width: int | None = None
    height: int | None = None
    sound: Sound | None = None


class TaskBody(msgspec.Struct, frozen=True):
    """The sealed part of a task: its payload, the client's own id of the row, and the files it shows: those that the form's
    elements refer to, in the order of the task type's `files`, and then those that are shown besides."""

    payload: msgspec.Raw
    item_id: str | None = None
    media: tuple[TaskMedia, ...] = ()


class AnnotationBody(msgspec.Struct, frozen=True):
    """The sealed part of an annotation: the answer in canonical order, and the order in which things were shown."""

    answer: msgspec.Raw
    shown_order: tuple[int, ...]


class ProjectType(msgspec.Struct, frozen=True):
    """A project's task type with its options."""

    task_type: AnyTaskType
    options: Any
    secrets: ProjectSecrets


def open_project(seal: Seal, workspace_id: UUID, project_id: UUID, task_type: str, body: bytes) -> ProjectType:
    """The project's type and options out of its sealed body."""
    kept = msgspec.json.decode(seal.open("project", Owner(workspace_id, project_id), project_id, body), type=ProjectSecrets)
    kind = TASK_TYPES[task_type]
    return ProjectType(kind, typed_options(kind, kept.options), kept)


def open_task(seal: Seal, owner: Owner, task_id: UUID, body: bytes) -> TaskBody:
    return msgspec.json.decode(seal.open("task", owner, task_id, body), type=TaskBody)


def open_task_unless_destroyed(seal: Seal, owner: Owner, task_id: UUID, body: bytes) -> TaskBody | None:
    opened = seal.open_unless_destroyed("task", owner, task_id, body)
    return None if opened is None else msgspec.json.decode(opened, type=TaskBody)


def with_media(form: Form, media: tuple[TaskMedia, ...], under: str) -> Form:
    """The form with the files of its task, in the order in which they appear; `under`: where this reader finds them."""
    if not media:
        return form
    form, former = by_appearance(form)
    media = (*(media[place] for place in former), *media[len(former) :])
    shown = (
        ShownMedia(
            media_id=one.media_id,
            path=f"{under}/{one.media_id}",
            media_type=one.media_type,
            alt=one.alt,
            width=one.width,
            height=one.height,
            duration_ms=one.sound.duration_ms if one.sound else None,
            playable_path=playable_path(f"{under}/{one.media_id}", one.sound),
            peaks_path=f"{under}/{one.media_id}/peaks" if one.sound else None,
            peaks_per_second=PEAKS_PER_SECOND if one.sound else (),
        )
        for one in media
    )
    return msgspec.structs.replace(form, media=tuple(shown))


def playable_path(path: str, sound: Sound | None) -> str:
    """Where a page finds what it plays: the file itself, unless another one was made of it for that."""
    return path if sound is None or sound.plays else f"{path}/playable"


def leads_path(project_id: UUID | None) -> str:
    """Where a lead finds the files of a project."""
    return f"/media/client/{project_id}"


def annotators_path(project_id: UUID, assignment_id: UUID) -> str:
    """Where an annotator finds the files of a task that is theirs."""
    return f"/media/annotator/{project_id}/{assignment_id}"


def open_annotation(seal: Seal, owner: Owner, submit_id: UUID, body: bytes) -> AnnotationBody:
    return msgspec.json.decode(seal.open("annotation", owner, submit_id, body), type=AnnotationBody)


def item_digest(digest: Callable[[bytes], bytes], item_id: str) -> int:
    """By what a task is found under the client's own id: 8 bytes of a keyed hash. What is found is opened and compared."""
    return int.from_bytes(digest(b"item|" + item_id.encode())[:8], "big", signed=True)
