"""Link rot: what became of the pages a list of references points at, and where a copy
of them is kept.
"""
