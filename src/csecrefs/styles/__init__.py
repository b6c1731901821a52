"""Styles and locales: find, fetch, load, index, validate and lint them."""
