"""Changes to the records of a file, as the third verb of a format takes them.

`update(source, changes)` of a format's module returns the bytes of the file with the
changes made and every other byte as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from csecrefs.model import Reference


@attrs.frozen
class RecordChanges:
    """The differences that a file is to have.

    - `changed`: records to be rewritten, by the key they have in the file. A record
      with another key renames the entry.
    - `added`: new records.
    - `removed`: keys of records to be taken out.
    - `replaced`: for some of those, the key of the record that they were merged into;
      records that refer to them follow.
    """

    changed: Mapping[str, Reference] = attrs.field(factory=dict)
    added: Sequence[Reference] = ()
    removed: frozenset[str] = frozenset()
    replaced: Mapping[str, str] = attrs.field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)
