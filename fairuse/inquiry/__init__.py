"""Scenarios and assessments come in; answers to further questions leave: what if, why not, what moved and why."""
