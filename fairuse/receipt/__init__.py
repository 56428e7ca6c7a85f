"""Saved assessments come in; what has become of them leaves: whether they hold (`verify`), what moved (`watch`)."""
