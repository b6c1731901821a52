"""csecrefs: reference lists as records, formatted in any CSL style."""

__version__ = "0.1.0"
