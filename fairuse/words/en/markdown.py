"""What Markdown says beside the outline."""

AT_X = " (at {})"
CONTRA = " contra "
