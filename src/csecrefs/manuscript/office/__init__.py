"""Word and Writer documents: packages of XML in which citations are fields and text.

A part is read once, by offsets into its bytes, and only the spans of its citations
are written anew.
"""
