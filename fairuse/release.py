"""Which release of the program this is; a module of its own so that any layer may ask."""

VERSION = "0.2.0"
