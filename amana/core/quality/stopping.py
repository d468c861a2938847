"""When an audit may stop: at looks that were declared before it began, once its interval is narrow enough.

Looking often and stopping where it is pleasant makes an interval less true than it says. Here it is looked only after so many
answers as were declared, and what decides is the width, never whether the figure is a good one. Still, an audit that happens to
find few mistakes is narrow early: every look is taken with a fifth less error than is stated. That this pays for looking is no
theorem; it is measured on simulated deliveries, two-sided and one-sided (`bench quality`).
"""

from collections.abc import Sequence
from typing import Self, TypeAlias

import msgspec

from amana.core.quality.accuracy import Claim
from amana.core.quality.audit import Plan, certify
from amana.model.errors import AuditUnplanned

FIRST_LOOK = 20
BETWEEN_LOOKS = 10
ERROR_SPENT = 0.8  # of the stated error, by each look
SEQUENTIAL = "{method}; sequential with declared looks, each with {spent:.0%} of the stated error"


class Rule(msgspec.Struct, frozen=True):
    """Stop at the first look at which low and high lie no further apart than `width_max`; at the last look in any case."""

    width_max: float
    looks: tuple[int, ...]

    @classmethod
    def of(cls, plan: Plan, width_max: float, *, first: int = FIRST_LOOK, between: int = BETWEEN_LOOKS) -> Self:
        """Looks after `first` answers, every `between` from there, and after the plan's last. Raises ValueError for nonsense."""
        if not (0 < width_max <= 1 and first > 0 and between > 0):
            raise ValueError("a width above 0 and up to 1, and looks that go forward")
        most = len(plan.draws)
        return cls(width_max, (*range(first, most, between), most))


class GoOn(msgspec.Struct, frozen=True):
    """Nothing is decided before so many answers; the next look is there."""

    next_look: int


class Stop(msgspec.Struct, frozen=True):
    """The audit is over. `narrow`: because the interval is, else because everything planned was judged."""

    claim: Claim
    narrow: bool


Decision: TypeAlias = GoOn | Stop


def decide(plan: Plan, right: Sequence[bool], rule: Rule, *, confidence: float = 0.95) -> Decision:
    """What to do after the first `len(right)` draws were judged. Between two looks nothing is computed that could tempt.

    The claim rests on the answers up to the look at which it stopped: whatever was judged beyond it does not count. Raises
    AuditUnplanned for more answers than draws.
    """
    judged = len(right)
    if judged > len(plan.draws):
        raise AuditUnplanned(judged=judged, planned=len(plan.draws))
    for look in rule.looks:
        if look > judged:
            return GoOn(look)
        claim = certify(plan, right[:look], confidence=looking(confidence))
        narrow = claim.width is not None and claim.width <= rule.width_max
        if narrow or look == rule.looks[-1]:
            method = SEQUENTIAL.format(method=claim.method, spent=ERROR_SPENT)
            return Stop(msgspec.structs.replace(claim, confidence=confidence, method=method), narrow)
    raise AssertionError("a rule ends with the plan's last draw")


def looking(confidence: float) -> float:
    """The confidence of each look, so that the one at which it stops holds with `confidence`."""
    return 1 - ERROR_SPENT * (1 - confidence)
