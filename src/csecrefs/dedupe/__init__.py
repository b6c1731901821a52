"""Duplicates in a list of references: found with their reason, merged field by
field.
"""

from csecrefs.dedupe.clusters import Cluster, duplicates
from csecrefs.dedupe.merge import Choice, Merged, merge

__all__ = ["Choice", "Cluster", "Merged", "duplicates", "merge"]
