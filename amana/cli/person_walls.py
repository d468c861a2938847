"""A project's person wall."""

from typing import Annotated, Any

from cyclopts import Parameter

from amana.cli.terminal import client, out
from amana.client import Refused

NoneOption = Annotated[bool, Parameter(name="--none", negative="")]


def wall(
    project_id: str,
    *,
    elsewhere_days: int | None = None,
    not_from: list[str] | None = None,
    only_from: list[str] | None = None,
    clearance: int | None = None,
    countries: str | None = None,
    none: NoneOption = False,
) -> None:
    """Show a project's person wall, or set it as a whole: what is not said is not asked. Whom it keeps out, they alone read.

    Parameters
    ----------
    project_id
        The project's id.
    elsewhere_days
        Nobody who was shown another client's work in so many days.
    not_from
        Nobody of this vendor; may be said several times.
    only_from
        Only people of this vendor; may be said several times.
    clearance
        At least this level, 1 to 9, as attested.
    countries
        One of these, as attested: two letters each, with commas between.
    none
        Ask nothing any more.
    """
    said: dict[str, Any] = {
        "elsewhere_days": elsewhere_days,
        "not_from": not_from,
        "only_from": only_from,
        "clearance": clearance,
        "countries": [code.strip().upper() for code in countries.split(",")] if countries else None,
    }
    asks = any(value is not None for value in said.values())
    if none and asks:
        raise Refused("--none asks nothing: leave the other options out.")
    address = f"/api/client/projects/{project_id}/person-wall"
    with client() as asking:
        if asks or none:
            asking.put(address, said)
        page = asking.get(address)
    named: dict[str, str] = {vendor["vendor_id"]: vendor["name"] for vendor in page["vendors"]}
    for part, value in page["wall"].items():
        shown = ", ".join(str(named.get(one, one)) for one in value) if isinstance(value, list) else value
        out.print(f"{part:<15} {'not asked' if value is None else shown}", markup=False)
    for vendor_id, name in named.items():
        out.print(f"vendor          {vendor_id}  {name}", markup=False)
