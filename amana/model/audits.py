"""A blind audit of a project, as a lead asks for it."""

from typing import Annotated

import msgspec
from msgspec import Meta

DRAWS_MAX = 1000


class NewAudit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a lead says to begin one. `rate_minor`: what an expert earns a task, in minor units of the project's currency.

    `width_max`: stop as soon as the interval is no wider, as a share of 1; without it all `draws` are judged. `question`: by its
    name; without it the project's first. `name`: of the project in which the experts answer.
    """

    rate_minor: Annotated[int, Meta(ge=0, le=100_000_000)]
    draws: Annotated[int, Meta(ge=1, le=DRAWS_MAX)] = 50
    width_max: Annotated[float, Meta(gt=0, le=1)] | None = None
    question: Annotated[str, Meta(max_length=200)] | None = None
    name: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
