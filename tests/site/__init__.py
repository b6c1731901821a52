"""The browsable library."""
