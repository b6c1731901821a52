"""The records: references, names, dates, and the table of CSL types and variables."""

from csecrefs.model.date import Date
from csecrefs.model.name import Name
from csecrefs.model.place import Place
from csecrefs.model.reference import Reference, Translation
from csecrefs.model.variables import (
    DATE_VARIABLES,
    ITEM_TYPES,
    KIND,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    STANDARD_VARIABLES,
)

__all__ = [
    "DATE_VARIABLES",
    "ITEM_TYPES",
    "KIND",
    "NAME_VARIABLES",
    "NUMBER_VARIABLES",
    "STANDARD_VARIABLES",
    "Date",
    "Name",
    "Place",
    "Reference",
    "Translation",
]
