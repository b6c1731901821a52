"""MARC: the record that MARC 21, UNIMARC and MARCXML share, and its readers."""
