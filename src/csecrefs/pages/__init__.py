"""Web pages as programs see them: their parts, and what they say about themselves.

The link checker judges by it, and so does whoever takes a reference from a page: an
error page, a login or a challenge is no work. Nothing here touches the network.
"""
