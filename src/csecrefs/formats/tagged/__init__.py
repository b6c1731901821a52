"""Formats of tagged lines: RIS, Refer, MEDLINE, Web of Science, Ovid and their kin."""
