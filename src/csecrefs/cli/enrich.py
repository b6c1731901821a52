"""`csecrefs enrich`: fill what references leave empty from the registries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from csecrefs.cli.common import (
    complete_argument,
    divided,
    library_options,
    listing_option,
    note,
    read_library,
    settings_of,
)
from csecrefs.cli.network import (
    NOT_JUDGED,
    chosen,
    network_options,
    without_unreachable,
)
from csecrefs.cli.progress import counted
from csecrefs.cli.terminal import diff, put_json, say, show
from csecrefs.cli.verb import Verb

if TYPE_CHECKING:
    from csecrefs.resolve.enrich import Enrichment


@click.command(name="enrich", cls=Verb)
@click.argument(
    "arguments",
    nargs=-1,
    metavar="[SOURCE]... [KEY]...",
    shell_complete=complete_argument,
)
@click.option(
    "--write", is_flag=True, help="Put the proposals into the library's files."
)
@network_options
@library_options
@listing_option
def command(
    arguments: tuple[str, ...],
    write: bool,
    offline: bool,
    mailto: str | None,
    library: str | None,
    source_format: str,
    shape: str,
) -> int:
    """Propose the fields and DOIs that references lack, as a diff; nothing that is
    there is replaced.

    A DOI found by search is proposed only if the registered work is the same beyond
    doubt: its score is printed, reason by reason. Exits with 1 if a record and the
    registry disagree, and with 3 if the network was unavailable.

    \b
    Example:
      csecrefs enrich tolbaru2022 --write
    """
    from csecrefs.library.saving import Changes, plan, save

    settings = settings_of(library=library, mailto=mailto)
    sources, keys = divided(arguments)
    sources = sources or settings.library()
    read = read_library(settings, sources, format=source_format)
    references = chosen(read, keys)
    with counted("Looking up") as progress:
        enrichments = read.enrich(
            *keys, settings=settings, offline=offline, progress=progress
        )
    changed = {
        reference.id: each.apply(reference)
        for reference, each in zip(references, enrichments, strict=True)
        if each.proposals
    }
    # `base` has the records as they were read: one that was edited meanwhile is kept.
    rewritten = (save if write else plan)(
        sources, Changes(changed, base={each.id: each for each in references})
    )
    if shape == "json":
        put_json([_as_dict(each) for each in enrichments])
    else:
        _tell(enrichments)
        _show_diff(rewritten)
    # A disagreement is certain, what was not checked may be tomorrow.
    outcomes = {each.outcome for each in enrichments}
    return 1 if "doubtful" in outcomes else NOT_JUDGED if "unchecked" in outcomes else 0


def _tell(enrichments: list[Enrichment]) -> None:
    reasons = [
        each.detail if each.outcome == "unchecked" else "" for each in enrichments
    ]
    for each in without_unreachable(enrichments, reasons):
        if each.outcome not in ("proposed", "complete"):
            say(f"csecrefs: {each.key}: {each.outcome}: {each.detail}")
        for proposal in each.proposals:
            source = proposal.provenance.source if proposal.provenance else ""
            note(f"{each.key}: {proposal.variable} from {source}")
        if each.match:
            note(f"{each.key}: found by search, {each.match}")


def _show_diff(rewritten: list[Any]) -> None:
    for each in rewritten:
        show(diff(each.before, each.after, str(each.path)), end="")


def _as_dict(each: Enrichment) -> dict[str, Any]:
    from csecrefs.model import Reference

    return {
        "key": each.key,
        "outcome": each.outcome,
        "detail": each.detail,
        "match": str(each.match) if each.match else None,
        "proposals": [
            {
                "variable": proposal.variable,
                # A record with nothing else, to have the value as CSL-JSON writes it.
                "value": Reference.trusted(
                    "", "", {proposal.variable: proposal.value}
                ).to_csl()[proposal.variable],
                "source": proposal.provenance.source if proposal.provenance else None,
                "url": proposal.provenance.url if proposal.provenance else None,
                "fetched": proposal.provenance.fetched if proposal.provenance else None,
                "pointer": proposal.provenance.pointer if proposal.provenance else None,
            }
            for proposal in each.proposals
        ],
    }
