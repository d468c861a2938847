"""What people say to the lead of a project: why they gave tasks up, and what they ask; and the answers."""

from datetime import datetime
from typing import Any, Literal

from amana.cli.terminal import client, out


def concerns(
    project_id: str,
    *,
    answer: str | None = None,
    words: str = "",
    reopen: Literal["nobody", "person", "everybody"] = "nobody",
) -> None:
    """Show why people gave tasks of a project up, what nobody has answered first; or answer one of them, once.

    Parameters
    ----------
    project_id
        The project's id.
    answer
        The id of what to answer.
    words
        The answer, which the person reads. It may be left out.
    reopen
        For whom the task is open again.
    """
    if answer is not None:
        _decide(project_id, answer, words, reopen)
        return
    for one in _said(project_id, questions=False):
        task = f"task {one['task_id']}"
        out.print(f"{_head(one)}  {one['kind'].replace('_', ' ')}  {task}  by {one['pseudonym']}", markup=False)
        _print_words(one)


def questions(project_id: str, *, answer: str | None = None, words: str = "") -> None:
    """Show what people of a project ask, what nobody has answered first; or answer, once, for everybody who works there.

    Parameters
    ----------
    project_id
        The project's id.
    answer
        The id of the question to answer.
    words
        The answer.
    """
    if answer is not None:
        _decide(project_id, answer, words, "nobody")
        return
    for one in _said(project_id, questions=True):
        about = f"task {one['task_id']}" if one["task_id"] else "in general"
        out.print(f"{_head(one)}  {about}  by {one['pseudonym']}", markup=False)
        _print_words(one)


def _said(project_id: str, *, questions: bool) -> list[dict[str, Any]]:
    with client() as asking:
        found = asking.get(f"/api/client/projects/{project_id}/concerns")
    return [one for one in found if (one["kind"] == "question") == questions]


def _decide(project_id: str, concern_id: str, words: str, reopen: str) -> None:
    with client() as asking:
        asking.post(f"/api/client/projects/{project_id}/concerns/{concern_id}/decide", {"reply": words, "reopen": reopen})
    out.print("answered")


def _head(one: dict[str, Any]) -> str:
    at = datetime.fromisoformat(one["raised_at"])
    return f"{one['concern_id']}  {'done' if one['done_at'] else 'open'}  {at:%Y-%m-%d %H:%M} UTC"


def _print_words(one: dict[str, Any]) -> None:
    for sign, said in ((">", one["words"]), ("<", one["reply"])):
        for line in said.splitlines():
            out.print(f"  {sign} {line}", markup=False)
