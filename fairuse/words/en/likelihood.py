"""How a likelihood was counted."""

MEASURED_UNDER_X = " Measured under other rules ({}, {})."
OF_THE_X_ACTS_MOST_LIKE = (
    "Of the {} decided acts most like this in what is done, the kind of work, the issues and the "
    "reasons, {} were held {}. The band is that of this share in nine of ten such counts, widened to "
    "what came of decided acts with as many."
)
OF_THE_X_ACTS_THAT_HAD_X = (
    " Of the {} decided acts that had {} such among the {} most like them, none of their own case, {} were held {}."
)
OVER_ALL_X = " Over all {} this gives a Brier score of {:.2f} (always saying the share held {}: {:.2f})."
X_TO_X = "{} to {}"
