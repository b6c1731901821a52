"""Formats in XML: EndNote, Word, MODS, METS, PubMed, RDF and the tree they are read from."""
