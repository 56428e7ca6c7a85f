"""What the page told once says."""

AS_UNDER_X = "As under {}."
