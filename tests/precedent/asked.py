"""Acts for which nearest cases are looked up."""

from __future__ import annotations

REGIME = "us.fair_use"
OUTCOMES = ("allowed", "not_allowed")
ESSAYS = """
title: Essays kept by a service that looks for copied passages
works:
  essays: {{facts: {{work.kind: private_papers, work.published: false, work.character: mixed}}}}
acts:
  - act: {act}
    works: [essays]
    facts:
      who.kind: company
      purpose.computation: true
      purpose.use_compared: different
      change.kind: fragments
      amount.share: whole
      amount.public_reach: fragments
      market.loss_evidence: shown_absent
where: [us]
"""
