"""File formats: each module reads one format into records and writes it back."""
