"""Decided cases come in; what they say leaves: beside an assessment, or as a back-test of the rules."""
