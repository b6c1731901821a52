"""References inside web pages and addresses: COinS, OpenURL, bookmarks."""
