"""Formats in YAML: CITATION.cff and Hayagriva, and the events they are read from."""
