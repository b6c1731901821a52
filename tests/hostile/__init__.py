"""Attacks that must fail, one file a surface."""
