"""Packages: the zip files that Word and Writer documents are.

Members are read within bounds, since a few kilobytes can unpack to gigabytes. Writing
replaces single members; the bytes of all others stay.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

import attrs

from csecrefs.errors import Diagnostic
from csecrefs.patterns import regex

MAX_PART: Final = 256 << 20
"""As many bytes of a part as are unpacked."""
# Bytes that are unpacked at a time.
_CHUNK: Final = 1 << 20
# The errors of zip files that are broken, encrypted or packed in an unknown way.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
# The encoding in the declaration of an XML part: `<?xml version="1.0"
# encoding="UTF-16"`.
_DECLARED: Final = regex(rb"(<\?xml[^>]{0,200}encoding=[\"'])[^\"']+")


@attrs.frozen
class Package:
    """The members of a document's zip file, unpacked when they are asked for."""

    content: bytes
    names: tuple[str, ...]

    def part(self, name: str) -> bytes:
        """Return the bytes of a member, empty if it is absent.

        Raises PackageError for a member that cannot be unpacked or is too large.
        """
        if name not in self.names:
            return b""
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
                return _bounded(archive, name)
        except _UNREADABLE as error:
            raise PackageError(name, f"cannot be unpacked: {error}") from error


class PackageError(Exception):
    """A member of a package that cannot be read; never leaves this package."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name


def opened(content: bytes, path: str) -> Package | Diagnostic:
    """Return the package in `content`, or the reason why there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return Package(content, tuple(archive.namelist()))
    except _UNREADABLE as error:
        message = f"no document: it cannot be unpacked ({error}); save it again"
        return Diagnostic(
            "broken-package",
            message,
            "error",
            path or None,
        )


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the package with these members replaced or, where they are new, added.

    Members keep their order, dates, compression and, but for those in `parts`, bytes.
    """
    if not parts:
        return content
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            found = parts.get(info.filename)
            if found is None:
                found = source.read(info)
            # The first member of a Writer document, its type, must stay uncompressed.
            target.writestr(info, found, info.compress_type)
        for name in parts.keys() - set(source.namelist()):
            # A fixed date: the same document gives the same bytes.
            target.writestr(
                zipfile.ZipInfo(name),
                parts[name],
                zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    chunks: list[bytes] = []
    size = 0
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            # The size in the directory of a zip file may be a lie; count what comes out.
            size += len(chunk)
            if size > MAX_PART:
                limit = MAX_PART >> 20
                raise PackageError(name, f"larger than {limit} MB, not read")
            chunks.append(chunk)
    return _as_utf8(b"".join(chunks))


def _as_utf8(part: bytes) -> bytes:
    """Return a part in UTF-8: offsets into UTF-16 would be those of its halves."""
    if part[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return part
    text = part.decode("utf-16", "replace").encode("utf-8")
    return _DECLARED.sub(rb"\1UTF-8", text, count=1)
