"""Integrations: thin adapters to other programs, each of which imports the library
only.
"""
