"""The facade: read, search, cite, format."""
