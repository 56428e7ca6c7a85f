"""What the page by view says."""

EVERY_FORUM = "Every forum"
IF_X = "If {}"
STANDING = "Standing"
VIEW_OR_FORUM = "View or forum"
