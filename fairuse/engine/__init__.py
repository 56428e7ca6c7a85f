"""Inference: rules and known facts come in; findings leave.

The same compiled rules run on two sides, ``chain`` (experta: one use, with proofs) and ``columns`` (NumPy: many rows).
"""

from collections.abc import Mapping

from fairuse.engine.program import Program, compile_program
from fairuse.engine.proof import Finding, Inference
from fairuse.kb.condition import Value

__all__ = ["Finding", "Inference", "Program", "compile_program", "infer"]


def infer(facts: Mapping[str, Value], program: Program) -> Inference:
    """Run `program` over the known `facts` (absent means unknown) and return findings with their proofs."""
    from fairuse.engine.chain import run  # noqa: PLC0415  experta is loaded only when something is assessed

    return run(facts, program)
