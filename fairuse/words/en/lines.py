"""What stands between the authorities of a line."""

CONTRA_X = "contra {}"
