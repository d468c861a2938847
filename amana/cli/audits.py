"""Blind audits of a project by experts: begin one, see how it stands, end it."""

from typing import Any

from amana.cli.terminal import client, out


def begin(
    project_id: str,
    *,
    rate: int,
    draws: int = 50,
    width: float | None = None,
    question: str | None = None,
    name: str | None = None,
) -> None:
    """Draw settled tasks and open copies of them to experts, in a project of their own; prints its id.

    Invite the experts into it: amana people invite. Nobody is given a task that they answered.

    Parameters
    ----------
    project_id
        The project to audit.
    rate
        What an expert earns a task, in minor units of the project's currency.
    draws
        How many tasks are judged at most.
    width
        Stop as soon as the interval is no wider, as a share of 1. Without it all draws are judged.
    question
        Which question of the task type, by its name; without it the first.
    name
        Of the project in which the experts answer.
    """
    asked = {"rate_minor": rate, "draws": draws, "width_max": width, "question": question, "name": name}
    with client() as asking:
        begun = asking.post(_base(project_id), {field: value for field, value in asked.items() if value is not None})
    out.print(begun["audit_id"])


def listing(project_id: str) -> None:
    """Show the audits of a project and what they let one claim."""
    with client() as asking:
        for audit in asking.get(_base(project_id)):
            _show(audit)


def end(project_id: str, audit_id: str) -> None:
    """End an audit where it stands. What it claims then is wider, because it may have been ended for its figure.

    Parameters
    ----------
    project_id
        The audited project.
    audit_id
        The audit.
    """
    with client() as asking:
        _show(asking.post(f"{_base(project_id)}/{audit_id}/end", {}))


def _show(audit: dict[str, Any]) -> None:
    claim = audit["claim"]
    state = "ended" if audit["ended_at"] else "running"
    out.print(f"{audit['audit_id']}  {audit['question']}  {state}, {audit['judged']} of {audit['draws']} judged", markup=False)
    if claim["estimate"] is None:
        out.print(f"  {claim['why_not']}", markup=False)
        return
    figures = [f"{100 * claim[name]:.1f}%" for name in ("estimate", "low", "high", "at_least")]
    said = "{} ({}–{}) of the labels are right, or at least {}".format(*figures)
    out.print(f"  {said}; {claim['confidence']:.0%} confidence, {claim['tasks']} tasks. {claim['method']}.", markup=False)


def _base(project_id: str) -> str:
    return f"/api/client/projects/{project_id}/audits"
