"""A claim put to the scenario that shows it."""

from __future__ import annotations

from fairuse.answer.assess import assess_alone
from fairuse.claims.model import Claim
from fairuse.claims.tried import ClaimTest, put_to
from fairuse.kb.model import KnowledgeBase
from fairuse.knowledge import data_dir
from fairuse.scenario.file import read_scenario


def own_test(claim: Claim, kb: KnowledgeBase) -> ClaimTest | None:
    """What its own scenario makes of a claim, in the uses it names; None if it has none (a claim of policy)."""
    if claim.scenario is None or claim.law is None:
        return None
    path = data_dir("cases") / "scenarios" / f"{claim.scenario}.yaml"
    told = read_scenario(path, kb, name=path.name).scenario  # what has no effect in it is no matter of the claim
    return own_uses(claim, put_to(claim, assess_alone(told, kb, regimes=(claim.law,)), kb))


def own_uses(claim: Claim, test: ClaimTest) -> ClaimTest:
    """A test of a claim in its own scenario, narrowed to the uses that the claim names."""
    parts = (claim.use or "").split("/")
    uses = tuple(use for use in test.uses if use.use.split("/")[: len(parts)] == parts)
    return test.model_copy(update={"uses": uses})
