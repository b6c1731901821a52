"""One piece of writing: its citations in order, its bibliographies, and what formatting
gives back.
"""

from csecrefs.document.document import Document
from csecrefs.document.formatter import DEFAULT_STYLE, ENGINES
from csecrefs.document.results import (
    Bibliography,
    FormattedCitation,
    Row,
    output_formats,
)

__all__ = [
    "DEFAULT_STYLE",
    "ENGINES",
    "Bibliography",
    "Document",
    "FormattedCitation",
    "Row",
    "output_formats",
]
