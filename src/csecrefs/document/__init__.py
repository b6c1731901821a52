"""One piece of writing: its citations in order, its bibliographies, and what formatting
gives back.
"""

from csecrefs.document.document import Document
from csecrefs.document.formatter import DEFAULT_STYLE, ENGINES
from csecrefs.document.outputs import output_formats, output_named, output_of_file
from csecrefs.document.results import Bibliography, FormattedCitation, Row

__all__ = [
    "DEFAULT_STYLE",
    "ENGINES",
    "Bibliography",
    "Document",
    "FormattedCitation",
    "Row",
    "output_formats",
    "output_named",
    "output_of_file",
]
