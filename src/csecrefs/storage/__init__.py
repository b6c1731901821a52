"""Atomic files, and the cache of what is made once."""
