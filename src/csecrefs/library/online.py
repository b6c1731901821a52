"""The library and the registries: opening a resolver by the settings, and taking in
what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import attrs

from csecrefs.formats.draft import keyed
from csecrefs.library.settings import Settings, cache_file, load_settings
from csecrefs.model import Reference
from csecrefs.model.hints import check_options
from csecrefs.model.update import GRAVE

if TYPE_CHECKING:
    from csecrefs.comparison.profile import Profile
    from csecrefs.resolve import Resolution, Resolver
    from csecrefs.resolve.enrich import Enrichment
    from csecrefs.resolve.verify import Verification

_Item = TypeVar("_Item")


class RegistryKeywords(TypedDict, total=False):
    """The options of what asks registries about the references of a library.

    - `offline`: True to send no request and answer from the cache.
    - `settings`: the settings in force, unless those of the working folder.
    - `progress`: called with the number of references done and their total.
    """

    offline: bool
    settings: Settings | None
    progress: Callable[[int, int], None] | None


@contextmanager
def open_resolver(
    settings: Settings | None = None, *, offline: bool = False
) -> Iterator[Resolver]:
    """A resolver with the session, cache and addresses that the settings name, closed
    at the end.
    """
    # Loaded here: most commands send no request.
    from csecrefs.net.session import NetSettings, PoliteSession
    from csecrefs.resolve import Registries, Resolver

    settings = settings or load_settings()
    addresses = {field.name: settings[field.name] for field in attrs.fields(Registries)}
    # "none" leaves a registry out; without a setting it has its own address.
    registries = Registries(
        **{
            name: "" if address == "none" else address.rstrip("/")
            for name, address in addresses.items()
            if address
        }
    )
    net = NetSettings(
        mailto=settings["mailto"],
        cache=cache_file(settings),
        offline=offline,
        allowed_addresses=frozenset(settings["allow_address"].split()),
    )
    with PoliteSession(net) as session:
        yield Resolver(session, registries)


def _is_same(old: Profile, new: Profile) -> bool:
    """True if two works have one DOI, or are one by their titles, names and years."""
    from csecrefs.comparison import same_work

    # Two DOIs are two works, however alike their titles.
    if old.doi and new.doi:
        return old.doi == new.doi
    return same_work(old, new).accepted


@attrs.frozen
class Addition:
    """The result of adding one work: a new reference with its key, the key it already
    has, or none.
    """

    asked: str
    resolution: Resolution
    reference: Reference | None = None
    present: str = ""

    @property
    def failure(self) -> str:
        """The reason that the work was not found, "" if it was."""
        if self.resolution.reference is not None:
            return ""
        return self.resolution.detail or self.resolution.outcome

    def remarks(self) -> Iterator[str]:
        """Yield what a person should know of it before it is taken in."""
        for update in self.resolution.updates:
            if update.kind in GRAVE:
                word = update.kind.replace("-", " ").upper()
                # It is added all the same: a text may be about its retraction.
                yield f"warning: {self.asked}: {word}; see `csecrefs verify`"
        if self.present:
            yield f"{self.asked}: already there as {self.present}"
        elif self.reference is None:
            reason = f"{self.resolution.outcome}: {self.resolution.detail}"
            yield f"warning: {self.asked}: {reason}"
        elif _in_capitals(self.reference.text("title")):
            yield (
                f"warning: {self.reference.id}: its title is registered in capitals; "
                f"you may want to give it its case"
            )


def _in_capitals(title: str) -> bool:
    """True if a title of several words, and not only an abbreviation, is in capitals."""
    # `MARITIME SECURITY` is one, `UNESCO` and `EU LAW` are not.
    long_words = [word for word in title.split() if len(word) > 3]
    return title.isupper() and len(long_words) > 1


def additions(
    asked: Iterable[str], present: Iterable[Reference], resolver: Resolver
) -> Iterator[Addition]:
    """Resolve what is asked for, in order, and give each new work a key that nobody
    else has.
    """
    from csecrefs.comparison import profile

    taken = list(present)
    profiles = [profile(reference) for reference in taken]
    listed = list(asked)
    for text, resolution in zip(
        listed,
        resolver.resolve_all(listed),
        strict=True,
    ):
        if resolution.reference is None:
            yield Addition(text, resolution)
            continue
        new = profile(resolution.reference)
        same = [old for old in profiles if _is_same(old, new)]
        if same:
            yield Addition(
                text,
                resolution,
                present=same[0].reference.id,
            )
            continue
        reference = keyed(
            [
                *taken,
                resolution.reference.evolve(
                    id="",
                    extra={},
                ),
            ]
        )[-1]
        taken.append(reference)
        profiles.append(profile(reference))
        yield Addition(text, resolution, reference)


def verified(
    references: Sequence[Reference], **options: Unpack[RegistryKeywords]
) -> list[Verification]:
    """Return the verification of each reference, in order."""
    from csecrefs.resolve.verify import verify

    check_options("verify", options, RegistryKeywords)
    return _asked_of(verify, references, options)


def enriched(
    references: Sequence[Reference], **options: Unpack[RegistryKeywords]
) -> list[Enrichment]:
    """Return the proposals for each reference, in order."""
    from csecrefs.resolve.enrich import enrich

    check_options("enrich", options, RegistryKeywords)
    return _asked_of(enrich, references, options)


def _asked_of(
    ask: Callable[[Sequence[Reference], Resolver], Iterable[_Item]],
    references: Sequence[Reference],
    options: RegistryKeywords,
) -> list[_Item]:
    """Return what a question to the registries gives for each reference, in order."""
    with opened(options) as resolver:
        found = ask(references, resolver)
        return list(counted(found, len(references), options.get("progress")))


@contextmanager
def opened(options: RegistryKeywords) -> Iterator[Resolver]:
    """Open a resolver as the options of a method say."""
    settings, offline = options.get("settings"), options.get("offline", False)
    with open_resolver(settings, offline=offline) as resolver:
        yield resolver


def counted(
    items: Iterable[_Item], total: int, progress: Callable[[int, int], None] | None
) -> Iterator[_Item]:
    """Yield items, and report the number of each."""
    for number, item in enumerate(items, 1):
        if progress:
            progress(number, total)
        yield item
