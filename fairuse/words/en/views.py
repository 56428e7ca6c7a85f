"""What answers say of the view that is taken."""

HOUSE_RULE_X_X = "house rule '{}': {}"
NOT_DISPUTED_BEFORE_X = "not disputed before {}"
