"""Why nothing comes: from counts and times to a code for programs and one plain sentence for people."""

from collections.abc import Mapping
from datetime import datetime

from amana.model.projects import ProjectState
from amana.model.why import Place, TaskReason

# What is said of each place of the tasks that are not open to a person, in the order in which it is said.
_SAID: tuple[tuple[Place, str], ...] = (
    ("held", "held by them"),
    ("answered", "answered by them"),
    ("skipped", "skipped by them"),
    ("taken_back", "taken back from them"),
    ("needs_skill", "for a skill they do not have here"),
    ("with_others", "in other people's hands"),
    ("meant_for_others", "meant for other people"),
    ("undecided", "waiting for the engine to decide who is asked next"),
    ("complete", "complete and waiting to settle"),
)

_UNLESS = ", unless the person wall of the project keeps them out, which is told to nobody but them"


def person(
    state: ProjectState, *, ended: bool, signed_in: bool, person_wall: bool, places: Mapping[Place, int]
) -> tuple[str, str]:
    """Why somebody gets no task of a project, given how many unsettled tasks are in each place to them."""
    if ended:
        return "membership_ended", "They do not work in this project any more."
    if state == "draft":
        return "project_draft", "The project is a draft: nobody gets its tasks until it is opened."
    if state != "open":
        return f"project_{state}", f"The project is {state}: nobody gets its tasks."
    total = sum(places.values())
    if total == 0:
        return "nothing_unsettled", "No task of the project is unsettled."
    if not signed_in:
        return "not_signed_in", "They are not signed in on any device: send them a new link."
    if places.get("open", 0):
        would = f"They would get one{_UNLESS if person_wall else ''}."
        return "open", f"{would} Open to them: {places['open']} of {total} unsettled tasks."
    if places.get("held", 0):
        return "held", f"They have tasks. {_listed(places, total)}"
    return "nothing_left", f"Nothing is left for them. {_listed(places, total)}"


def _listed(places: Mapping[Place, int], total: int) -> str:
    said = [f"{words} {places[place]}" for place, words in _SAID if places.get(place, 0)]
    return f"Unsettled tasks: {total}, of which " + ", ".join(said) + "."


def mine(state: ProjectState, *, kept_out: bool, open_tasks: int, held: int) -> str:
    """The same to the person, who is signed in and a member, as a code; the page has the words."""
    if state != "open":
        return f"project_{state}"
    if kept_out:
        return "kept_out"
    return "open" if open_tasks else "held" if held else "nothing_left"


def task(
    state: str,
    project_state: ProjectState,
    *,
    needed: int,
    answered: int,
    slots: int,
    undecided: bool,
    held_until: datetime | None,
    meant_until: datetime | None,
    undo_until: datetime | None,
    now: datetime,
) -> tuple[TaskReason, str]:
    """Why a task is not settled. `held_until`, `meant_until`: when the first of the leases and directions on it ends."""
    lacking = needed - answered
    if state == "settled":
        return "settled", "It is settled."
    if state == "withdrawn":
        return "withdrawn", "It was withdrawn: nobody gets it any more."
    if undecided and project_state == "open":
        return (
            "undecided",
            f"It has {answered} annotations, and the engine decides with its next estimate whether it needs another.",
        )
    if lacking <= 0 and undo_until is not None and undo_until >= now:
        return "undo_open", f"It has its {needed} annotations, and one of them can be taken back until {_at(undo_until)}."
    if lacking <= 0:
        return "due", f"It has its {needed} annotations and none can be taken back: the next sweep settles it."
    if project_state != "open":
        return "project_not_open", f"It lacks {lacking} of {needed} annotations, and the project is {project_state}."
    if slots:
        return "needs_people", f"It lacks {lacking} of {needed} annotations; nobody has taken on {slots} of them yet."
    if held_until is not None:
        return (
            "being_answered",
            f"It lacks {lacking} of {needed} annotations, which are being made; the first lease ends at {_at(held_until)}.",
        )
    until = f"; the first direction ends at {_at(meant_until)}" if meant_until else ""
    return (
        "meant_for_somebody",
        f"It lacks {lacking} of {needed} annotations, which are meant for people who have not come yet{until}.",
    )


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
