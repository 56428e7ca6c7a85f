"""What the page memo facts says."""

AND = " and "
X_TO_X = "{} to {}"
