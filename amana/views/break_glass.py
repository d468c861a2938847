"""The workspaces in numbers, as operators see them, and how break-glass stands: to an operator and to a lab."""

from amana.model.break_glass import GlassStanding, StandingGlass, WorkspaceInNumbers
from amana.model.scope import Principal
from amana.store import break_glass
from amana.store.break_glass import Place
from amana.store.db import Database


async def workspaces(db: Database, principal: Principal) -> list[WorkspaceInNumbers]:
    """As an operator: every workspace, the newest first."""
    found = await break_glass.workspaces(db, principal.subject)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


async def standing_of(db: Database, place: Place) -> GlassStanding:
    """As the operator who asked. Raises BreakGlassNotFound."""
    return await break_glass.standing_of(db, place)


async def standing(db: Database, principal: Principal) -> list[StandingGlass]:
    """As the lab: what is open or waits for a decision."""
    return await break_glass.standing(db, principal)
