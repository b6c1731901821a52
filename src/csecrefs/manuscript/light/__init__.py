"""Light markups: Typst, Org, AsciiDoc and reStructuredText, one reader each.

What they share is here: adjacency of the new text, notes, and the splice.
"""
