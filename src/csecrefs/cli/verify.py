"""`csecrefs verify`: references against the registries."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import click

from csecrefs.cli.common import (
    complete_key,
    library_option,
    read_library,
    settings_of,
)
from csecrefs.cli.network import NOT_JUDGED, chosen, network_options
from csecrefs.cli.progress import with_progress
from csecrefs.cli.terminal import put_json, say, show_commands, show_line
from csecrefs.errors import InputError
from csecrefs.storage.files import read_small

if TYPE_CHECKING:
    from csecrefs.resolve.verify import Verification

Places = Mapping[str, tuple[str, int]]
"""The file and the line of each reference that could be found, by key."""

_LARGEST: Final = 1 << 24
_SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@click.command(name="verify")
@click.argument("keys", nargs=-1, metavar="[KEY]...", shell_complete=complete_key)
@click.option("--all", "everything", is_flag=True, help="Show also what is in order.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How to report.",
)
@click.option(
    "--ignore",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Findings to pass over: on each line a key (or key:finding), a date until which, and a reason.",
)
@network_options
@library_option
def command(
    keys: tuple[str, ...],
    everything: bool,
    shape: str,
    ignore: str | None,
    offline: bool,
    mailto: str | None,
    library: str | None,
) -> int:
    """Compare references with what is registered, and tell what happened to the works
    since.

    Ends with 1 if something is wrong with a record or its work was retracted, and with
    3 if the network did not let us judge. What no registry knows is unconfirmed, which
    is no finding.

    \b
    Example:
      csecrefs verify ferrao2020 tolbaru2022 --format json
    """
    from csecrefs.library.online import open_resolver
    from csecrefs.library.sources import places
    from csecrefs.resolve.verify import verify

    settings = settings_of(library=library, mailto=mailto)
    references = chosen(read_library(settings), keys)
    ignored = _ignored(ignore)
    with open_resolver(settings, offline=offline) as resolver:
        found = verify(references, resolver)
        verifications = list(with_progress(found, len(references), "Verifying"))
    passed_over = {
        each.key: reasons
        for each in verifications
        if (reasons := _reasons(each, ignored))
    }
    for key, reasons in passed_over.items():
        say(f"csecrefs: {key}: passed over: {'; '.join(reasons)}")
    reported = [each for each in verifications if each.key not in passed_over]
    found_at = places(references) if shape != "text" else {}
    _REPORTS[shape](reported, everything, found_at)
    if any(each.finding for each in reported):
        return 1
    return NOT_JUDGED if any(each.verdict == "unchecked" for each in reported) else 0


def _reasons(each: Verification, ignored: dict[str, str]) -> list[str]:
    """Why all findings about a reference are passed over; none if one of them is
    not.
    """
    reasons = [
        ignored.get(each.key) or ignored.get(f"{each.key}:{rule}")
        for rule, _ in _problems(each)
    ]
    return list(dict.fromkeys(filter(None, reasons))) if all(reasons) else []


def _ignored(path: str | None) -> dict[str, str]:
    """The reasons to pass over findings, by key; those whose date is past no longer
    count.
    """
    reasons: dict[str, str] = {}
    if path is None:
        return reasons
    today = datetime.datetime.now(datetime.UTC).date()
    for number, line in enumerate(_lines(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split(maxsplit=2)
        try:
            key, until, reason = (
                parts[0],
                datetime.date.fromisoformat(parts[1]),
                parts[2].strip(),
            )
        except (IndexError, ValueError):
            message = "needs a key, a date as YYYY-MM-DD, and a reason"
            raise InputError(f"{path}:{number}: {message}") from None
        if until >= today:
            reasons[key] = reason
        else:
            say(f"csecrefs: warning: {path}:{number}: {key} is ignored no longer")
    return reasons


def _lines(path: str) -> list[str]:
    """Return the lines of an ignore list. Raises InputError for what is no text
    file.
    """
    try:
        return read_small(path, _LARGEST).decode("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not a text file in UTF-8") from None


def _text(verifications: list[Verification], everything: bool, _: Places) -> None:
    for each in verifications:
        if not (everything or each.finding or each.verdict not in ("ok", "cosmetic")):
            continue
        show_line(f"{each.key}: {_headline(each)}")
        for field in each.fields:
            if field.agreement == "different" or (
                everything and field.agreement != "same"
            ):
                note = f" ({field.note})" if field.note else ""
                show_line(f"  {field.field} {field.agreement}{note}")
                show_line(f"    record:     {field.mine or '-'}")
                show_line(f"    registered: {field.theirs or '-'}")
        for update in each.updates:
            show_line(f"  {_update(update)}")
    counts = Counter(each.verdict for each in verifications)
    grave = sum(each.grave for each in verifications)
    summary = "".join(f"{count} {verdict}, " for verdict, count in counts.most_common())
    say(f"{len(verifications)} references: {summary}{grave} retracted or in doubt")


def _headline(each: Verification) -> str:
    named = {
        "unconfirmed": "could not confirm",
        "unchecked": "not checked",
        "wrong-work": "the identifier is of another work",
        "bad-identifier": "bad identifier",
        "field-mismatch": "differs from the registered record",
    }.get(each.verdict, each.verdict)
    about = f" [{each.identifier}]" if each.identifier else ""
    return f"{named}{about}" + (f": {each.detail}" if each.detail else "")


def _update(update: Any) -> str:
    date = f" on {update.date}" if update.date else ""
    doi = f", see https://doi.org/{update.doi}" if update.doi else ""
    return f"{update.kind}{date}{doi}" + (
        f" ({update.source})" if update.source else ""
    )


def as_dict(each: Verification, found_at: Places) -> dict[str, Any]:
    """A verification as JSON holds it."""
    path, line = found_at.get(each.key, (None, None))
    return {
        "key": each.key,
        "path": path,
        "line": line,
        "verdict": each.verdict,
        "identifier": str(each.identifier) if each.identifier else None,
        "detail": each.detail,
        "fields": [
            {
                "field": f.field,
                "agreement": f.agreement,
                "record": f.mine,
                "registered": f.theirs,
                "note": f.note,
            }
            for f in each.fields
        ],
        "updates": [
            {
                "kind": u.kind,
                "doi": u.doi,
                "date": str(u.date or ""),
                "label": u.label,
                "source": u.source,
            }
            for u in each.updates
        ],
    }


def _json(verifications: list[Verification], _: bool, found_at: Places) -> None:
    put_json([as_dict(each, found_at) for each in verifications])


def _problems(each: Verification) -> list[tuple[str, str]]:
    """The findings about one reference: a rule's name and a message."""
    found: list[tuple[str, str]] = []
    if each.verdict in ("field-mismatch", "wrong-work", "bad-identifier"):
        found.append((each.verdict, f"{each.key}: {_headline(each)}"))
    if each.grave:
        found.append((each.updates[0].kind, f"{each.key}: {_update(each.updates[0])}"))
    return found


def _github(verifications: list[Verification], _: bool, found_at: Places) -> None:
    for each in verifications:
        path, line = found_at.get(each.key, ("", 0))
        place = f"file={_escaped(path, ':,')},line={line}," if path else ""
        for rule, message in _problems(each):
            command = f"::warning {place}title={rule}::{_escaped(message)}"
            show_commands(f"{command}\n")


def _escaped(text: str, more: str = "") -> str:
    """Text as workflow commands want it: a property's value may not hold its separators
    either.
    """
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def _location(key: str, found_at: Places) -> dict[str, Any]:
    location: dict[str, Any] = {"logicalLocations": [{"name": key, "kind": "object"}]}
    if key in found_at:
        path, line = found_at[key]
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(Path(path).as_posix())},
            "region": {"startLine": line},
        }
    return location


def _sarif(verifications: list[Verification], _: bool, found_at: Places) -> None:
    from csecrefs import __version__

    results = [
        {
            "ruleId": rule,
            "level": "error" if each.grave or rule == "wrong-work" else "warning",
            "message": {"text": message},
            "locations": [_location(each.key, found_at)],
        }
        for each in verifications
        for rule, message in _problems(each)
    ]
    rules = [
        {"id": rule} for rule in sorted({str(result["ruleId"]) for result in results})
    ]
    driver = {"name": "csecrefs", "version": __version__, "rules": rules}
    report = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    put_json(report)


_REPORTS: Final = {"text": _text, "json": _json, "sarif": _sarif, "github": _github}
