"""Ten thousand answers and two hundred killed engines, with connections and the server between them: no promise is broken."""

import pytest

from tests.kills.harness import Plan, run

pytestmark = pytest.mark.heavy


def test_nothing_is_lost_doubled_or_mispaid_whatever_dies() -> None:
    plan = Plan(seed=20261122, submits=10_000, engines=200, connections=40, postmasters=6)
    outcome = run(plan)
    print(outcome)
    assert outcome.broken == {}
    assert outcome.killed == {"engine": 200, "connection": 40, "postmaster": 6}
    assert outcome.acknowledged - outcome.taken_back - outcome.surplus == 10_000
    assert outcome.inside > 100  # more than half died with an answer in their hands


def test_pay_in_a_second_transaction_is_caught_by_kills_alone() -> None:
    """Nobody looks while it goes on: every engine pays in the end, but for those that died between its two transactions."""
    outcome = run(Plan(seed=1, submits=800, engines=25, looks=0, planted="pay_in_a_second_transaction"))
    print(outcome)
    assert "each_answer_has_one_pending_at_the_frozen_rate" in outcome.broken
    assert "everybody_is_owed_what_they_earned" in outcome.broken
