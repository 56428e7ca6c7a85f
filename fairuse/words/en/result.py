"""What closes every answer."""

DISCLAIMER = (
    "This is not legal advice. It applies published rules of law, as of the date and under the law "
    "named, to facts as they were given, which nobody has checked."
)
