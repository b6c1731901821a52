"""Text: the inline tree that engines produce and writers print, and what is done to
text on the way.
"""
