"""The CSL 1.0.2 processor: `parse_style`, `parse_locale`, and `Processor` to format
documents.
"""

from csecrefs.csl.cite import Citation, Cite, CiteMode, Rendering
from csecrefs.csl.parse import parse_locale, parse_style
from csecrefs.csl.processor import Processor
from csecrefs.csl.style import Locale, Style

__all__ = [
    "Citation",
    "Cite",
    "CiteMode",
    "Locale",
    "Processor",
    "Rendering",
    "Style",
    "parse_locale",
    "parse_style",
]
