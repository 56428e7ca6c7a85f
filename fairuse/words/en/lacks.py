"""What a rule lacked, in short."""

AND = " and "
