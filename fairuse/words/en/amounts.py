"""What the page amounts says."""

AS_UNDER_X_SET_FOR = "As under “{}”: set for each work and not for each act, so that nothing is added."
IF_X_X_FOR_X = "If {}: {} for {}"
EACH_X_NOT_KNOWN = "each ({}: not known)"
EACH_OF_X_X = "each of {:,.0f} ({})"
X_FOR_X = "{} for {}"
X_X_TO_X = "{} {:,.0f} to {:,.0f}"
X_X_TO_X_FOR = "{} {:,.0f} to {:,.0f} for {}: {}"
