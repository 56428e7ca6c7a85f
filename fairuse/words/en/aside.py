"""What the page aside says."""

OUTWEIGHED_X = " Outweighed: {}"
