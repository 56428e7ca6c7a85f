"""Files that people write come in; plain values leave, each with its place in the file, and every problem found."""
