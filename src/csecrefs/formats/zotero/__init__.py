"""Zotero's items, as its API, its database and Better BibTeX give them."""
