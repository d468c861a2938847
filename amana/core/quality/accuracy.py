"""What is claimed of the accuracy of some tasks, as a value: an estimate, an interval, and what it does not say."""

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, ndtri

from amana.core.inference.crowd import Floats

NOTHING_AUDITED = "nothing was audited, so nothing is claimed"
TOO_FEW = "too few audited tasks to say"

# What no audit of this kind can promise; printed with every claim.
NOT_CLAIMED = (
    "The audit's answers are taken as true: an expert's own mistakes are not in the interval.",
    "It is about the delivery as a whole, not about any one task, nor about any part that is not named.",
    "It is about these tasks and these labels, not about later ones from the same source.",
)


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """The accuracy of `tasks` labels after `audited` of them were judged and `right` were found right.

    Between `low` and `high` with `confidence`; or, said from one side, `at_least` with `confidence` (these two are two ways of
    saying it: both together hold with less). Shares of 1. Where nothing can be said all figures are None and `why_not` says
    why.
    """

    tasks: int
    audited: int
    right: int
    confidence: float
    method: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    at_least: float | None = None
    why_not: str | None = None
    not_claimed: tuple[str, ...] = NOT_CLAIMED

    @property
    def error_at_most(self) -> float | None:
        """The claim turned round: at most such a share is wrong, with `confidence`."""
        return None if self.at_least is None else 1 - self.at_least

    @property
    def width(self) -> float | None:
        return None if self.low is None or self.high is None else self.high - self.low


def clopper_pearson(right: npt.ArrayLike, judged: npt.ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """The exact binomial interval; `right` and `judged` need not be whole, of `judged` 0 nothing is known (0 to 1).

    C. J. Clopper, E. S. Pearson, Biometrika 26 (1934), 404–413, DOI 10.1093/biomet/26.4.404.
    """
    right, judged = np.broadcast_arrays(np.asarray(right, dtype=np.float64), np.asarray(judged, dtype=np.float64))
    tail = (1 - confidence) / 2
    wrong = judged - right
    low: Floats = np.where(right > 0, betaincinv(np.maximum(right, 1e-12), wrong + 1, tail), 0.0)
    high: Floats = np.where(wrong > 0, betaincinv(right + 1, np.maximum(wrong, 1e-12), 1 - tail), 1.0)
    return low, high


def wilson(right: npt.ArrayLike, judged: npt.ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """The score interval. E. B. Wilson, JASA 22 (1927), 209–212, DOI 10.1080/01621459.1927.10502953. `judged` is above 0."""
    z = float(ndtri((1 + confidence) / 2))
    right, judged = np.broadcast_arrays(np.asarray(right, dtype=np.float64), np.asarray(judged, dtype=np.float64))
    share = right / judged
    centre = (share + z**2 / (2 * judged)) / (1 + z**2 / judged)
    half = z / (1 + z**2 / judged) * np.sqrt(share * (1 - share) / judged + (z / (2 * judged)) ** 2)
    low: Floats = np.maximum(centre - half, 0.0)
    high: Floats = np.minimum(centre + half, 1.0)
    return low, high


def korn_graubard(weight: Floats, right: Floats, confidence: float) -> tuple[float, float, float]:
    """Estimate, low and high of a share from unequally weighted answers: Clopper and Pearson's for as many as they are worth.

    E. L. Korn, B. I. Graubard: Confidence Intervals for Proportions With Small Expected Number of Positive Counts Estimated From
    Survey Data, Survey Methodology 24 (1998), 193–201. What answers are worth is Kish's (Σw)² / Σw²: never more than their
    number, also where all of them agree. `weight` and `right` have one entry an answer, at least one.
    """
    estimate = float(weight @ right / weight.sum())
    worth = float(weight.sum() ** 2 / (weight @ weight))
    low, high = clopper_pearson(estimate * worth, worth, confidence)
    return estimate, min(float(low), estimate), max(float(high), estimate)
