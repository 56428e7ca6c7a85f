"""What the page cited says."""

AND_X_MORE_IN_FULL = "and {} more, in full"
