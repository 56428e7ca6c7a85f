"""What the screen says beside the outline."""

NOTHING = "nothing"
X_ARE_CITED_BY_NAME = "{} are cited by name; --depth full lists them. To be noted: {}."
