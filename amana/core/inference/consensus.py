"""Consensus: the mean of what four models believe, because none of them can say of itself where it is wrong.

Without truth no model can be chosen: held-out likelihood prefers Dawid and Skene's on crowds where one coin is right by eight
points more. The mean of posteriors needs no choice, and where models differ it says so by a posterior that is less sure, as
L. Breiman: Bagging Predictors, Machine Learning 24 (1996), 123–140, DOI 10.1007/BF00058655 has it over samples. Counting heads
and the Bayesian weighted average do not multiply likelihoods, so annotators who err together can't make the mean certain.
"""

from amana.core.inference import em
from amana.core.inference.bwa import bwa
from amana.core.inference.crowd import Crowd, Inferred
from amana.core.inference.dawid_skene import Priors, dawid_skene
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority
from amana.core.inference.pooled import pooled
from amana.model.errors import TooManyClasses

POSTERIORS_MAX = 200_000_000  # 1.6 GB of them
CONFUSION_CELLS_MAX = 50_000_000
WEIGHED_MAX = 2_000_000_000  # annotations times classes: a minute of a processor's time
TOLERANCE = 1e-3  # of a posterior that is a quarter of the mean
POOLED_ROUNDS = 1  # more of them follow the majority into its own mistakes


def consensus(crowd: Crowd, *, gold: Gold | None = None) -> Inferred:
    """The mean posterior of the four models; the confusion of each person as that posterior has it.

    A crowd without annotations, and a task without any, is evenly open; a task of `gold` is as it is known. It always
    starts from the beginning, so that the same annotations give the same figures whatever was estimated before. With so many
    classes that nobody's confusion could be learnt or held, people have weights alone, or none
    (`log_confusion` is None). Raises TooManyClasses where even the posteriors would not fit.
    """
    if crowd.tasks * crowd.classes > POSTERIORS_MAX:
        raise TooManyClasses(classes=crowd.classes, tasks=crowd.tasks, limit=POSTERIORS_MAX)
    gold = gold or Gold.none()
    heads = majority(crowd).posterior
    if len(crowd.task) * crowd.classes > WEIGHED_MAX:
        gold.clamp(heads, slice(0, crowd.tasks))
        return Inferred(heads, None, 0, True)
    weighed = bwa(crowd, gold=gold)
    if crowd.annotators * crowd.classes**2 > CONFUSION_CELLS_MAX:
        posterior = (heads + weighed.posterior) / 2
        gold.clamp(posterior, slice(0, crowd.tasks))
        return Inferred(posterior, None, weighed.rounds, weighed.converged)
    of = em.portions(crowd) if len(crowd.task) else []
    several = dawid_skene(crowd, start=heads, gold=gold, of=of, tolerance=TOLERANCE)
    posterior = weighed.posterior + several.posterior
    posterior += pooled(crowd, start=heads, gold=gold, of=of, rounds_max=POOLED_ROUNDS).posterior
    posterior += heads
    posterior /= posterior.sum(axis=1, keepdims=True)
    gold.clamp(posterior, slice(0, crowd.tasks))
    heard = em.weigh(crowd, of, posterior, gold)
    log_confusion = em.log_shares(heard.by_truth + Priors().confusion(crowd.classes))
    return Inferred(posterior, log_confusion, several.rounds, several.converged and weighed.converged)
