"""The comparison of two records of works: the one place where verify, enrich and dedupe look
alike up.

A `Profile` is a reference as comparisons see it; `compare_fields` sets two side by
side; `same_work` says with its reasons whether two records describe one work.
"""

from csecrefs.comparison.fields import FieldComparison, compare_fields
from csecrefs.comparison.profile import Profile, profile
from csecrefs.comparison.work import WorkMatch, same_work

__all__ = [
    "FieldComparison",
    "Profile",
    "WorkMatch",
    "compare_fields",
    "profile",
    "same_work",
]
