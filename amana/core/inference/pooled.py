"""Pooled confusion: what is known of everybody is the prior of each, so that few answers of a person say little against it.

S. Paun, B. Carpenter, J. Chamberlain, D. Hovy, U. Kruschwitz, M. Poesio: Comparing Bayesian Models of Annotation. Transactions of
the ACL 6 (2018), 571–585, the hierarchical Dawid-Skene model. DOI 10.1162/tacl_a_00040. Here each row of a person's confusion
has a Dirichlet prior around the crowd's own row, which EM can take in one pass, in place of sampled normal logits.
"""

from amana.core.inference import em
from amana.core.inference.crowd import Crowd, Floats, Inferred, Portion
from amana.core.inference.dawid_skene import Priors
from amana.core.inference.gold import Gold
from amana.core.inference.majority import majority

STRENGTH = 20.0  # answers' worth of the crowd's row in a person's


def pooled(
    crowd: Crowd,
    *,
    strength: float = STRENGTH,
    start: Floats | None = None,
    gold: Gold | None = None,
    of: list[Portion] | None = None,
    rounds_max: int = em.ROUNDS_MAX,
) -> Inferred:
    """As `dawid_skene`, with the crowd's mean confusion as everybody's prior."""
    prior = Priors().confusion(crowd.classes)

    def confusing(counts: Floats) -> Floats:
        shared = counts.sum(axis=0) + prior
        shared /= shared.sum(axis=-1, keepdims=True)
        return em.log_shares(counts + strength * shared)

    start = majority(crowd).posterior if start is None else start
    return em.fit(crowd, start, confusing, klass=Priors().klass, gold=gold, of=of, rounds_max=rounds_max)
