"""What answers say of what a person holds."""

SET_BY_HAND = "Set by hand, in place of the rules"
SET_BY_HAND_BY_X = "Set by hand by {}, in place of the rules"
