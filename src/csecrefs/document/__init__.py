"""One piece of writing: its citations in order."""
