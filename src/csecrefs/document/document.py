"""A document: its citations in order, and the bibliographies that follow from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from itertools import chain, compress
from operator import attrgetter, is_not
from pathlib import Path
from threading import RLock
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Final,
    NoReturn,
    ParamSpec,
    TypeVar,
    Unpack,
    get_args,
)

import attrs

from csecrefs.csl.cite import Citation, Cite, CiteMode, Rendering
from csecrefs.document.formatter import DEFAULT_STYLE, CitationJoint, load
from csecrefs.document.results import Bibliography, FormattedCitation, Groups
from csecrefs.document.selection import Group, check_types, matcher
from csecrefs.errors import FieldError, InputError, NotFoundError, misspelt
from csecrefs.model import Reference
from csecrefs.model.hints import unknown_keyword, with_hints
from csecrefs.text.inline import Inlines
from csecrefs.text.locator import (
    LABELS,
    label_named,
    parse_locator,
    words_of_labels,
)

if TYPE_CHECKING:
    from csecrefs.document.keywords import CiteKeywords, LocatorKeywords
    from csecrefs.model.keywords import FilterKeywords

GivenCite = str | Cite | Reference
"""A cite as a caller gives it: a key, a key with a locator, a `Cite`, a reference."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _locked(
    method: Callable[Concatenate[Document, _P], _R],
) -> Callable[Concatenate[Document, _P], _R]:
    """Return a method of `Document` that one thread at a time may be in."""

    @wraps(method)
    def guarded(self: Document, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        with self._lock:
            return method(self, *args, **kwargs)

    return guarded


@with_hints
class Document:
    """One piece of writing in one style: cite as you write, then ask for the
    bibliography.

    A citation's text can depend on what stands before and after it (ibid., numbers,
    "2020a"), so the objects that `cite` and `bibliography` return are rendered when
    they are looked at, in the document's order. In a style of notes each citation is a
    note of its own, numbered in order, unless `note` says otherwise.

    With `link_citations`, a citation of one work is a link to its entry in HTML, and of
    several works each is; the entries have ids, `ref-` and the key.

    Threads may share a document. Each call is whole, but the order of the citations is
    that in which the calls happen to come.
    """

    def __init__(
        self,
        references: Mapping[str, Reference],
        style: str | Path = DEFAULT_STYLE,
        locale: str = "",
        *,
        engine: str = "csecrefs",
        abbreviations: Mapping[str, Any] | str | Path = "",
        spans: bool = False,
        link_citations: bool = False,
    ) -> None:
        # Reentrant: `insert` renders while it holds the lock.
        self._lock = RLock()
        self._links_citations = link_citations
        self._references = references
        self._formatter = load(style, locale, engine, abbreviations, spans)
        self._format = self._formatter.start()
        self._citations: list[FormattedCitation] = []
        self._notes: dict[FormattedCitation, int] = {}
        self._noted: dict[FormattedCitation, Citation] = {}
        self._uncited: dict[str, None] = {}
        self._rendered: Rendering | None = None
        self._trees: dict[FormattedCitation, Inlines] = {}

    @property
    def style(self) -> str:
        """The name of the style."""
        return self._formatter.style

    @property
    def citation_format(self) -> str:
        """The form of the citations as the style says it: numeric, author-date, ..."""
        return self._formatter.citation_format

    @property
    def joint(self) -> CitationJoint:
        """The way in which the style joins cites to a citation."""
        return self._formatter.joint

    @property
    def notes(self) -> bool:
        """True if the style prints citations as notes."""
        return self._formatter.notes

    @_locked
    def cite(
        self,
        *cites: GivenCite | Iterable[GivenCite],
        locator: str = "",
        prefix: str = "",
        suffix: str = "",
        mode: CiteMode = "",
        note: int | None = None,
        author_order: bool = False,
        **place: Unpack[LocatorKeywords],
    ) -> FormattedCitation:
        """Add a citation at the end of the document.

        Each cite is a key ("ferrao2020", also with "@"), a key with its locator
        ("ferrao2020:p. 33"), several of these with semicolons between them, a `Cite`,
        or a reference; lists of these will do. A locator may also be given as
        `locator="ch. 2"` or by its type (`page="8"`, `chapter=2`). It and `prefix` are
        for the first cite, `suffix` is for the last, `mode` for all ("narrative" for
        the first). `note` is the number of the note the citation is in, 0 for the
        running text. With `author_order` cites keep their places around prefixes and
        suffixes between them. Raises NotFoundError for an unknown key, FieldError (a
        TypeError) for an unknown keyword.
        """
        if note is not None and (isinstance(note, bool) or not isinstance(note, int)):
            raise FieldError(f"cite: note={note!r} is no number of a note; give an int")
        citation = self._new(
            cites, locator=locator, prefix=prefix, suffix=suffix, mode=mode, **place
        )
        self._place(
            citation,
            len(self._citations),
            note,
            author_order,
        )
        return citation

    @_locked
    def insert(
        self,
        index: int,
        *cites: GivenCite | Iterable[GivenCite],
        note: int | None = None,
        **how: Unpack[CiteKeywords],
    ) -> tuple[FormattedCitation, ...]:
        """Add a citation, given as to `cite`, before the one at `index`; all citations
        whose text is new.
        """
        before = self._current()
        self._place(self._new(cites, **how), index, note)
        return self._changed(before)

    @_locked
    def move(
        self, citation: FormattedCitation, index: int
    ) -> tuple[FormattedCitation, ...]:
        """Put a citation at another place; all citations whose text is new."""
        before = self._current()
        self._take_out(citation)
        self._citations.insert(index, citation)
        # rendered again when it is asked for, and only what changed
        self._rendered = None
        return self._changed(before)

    @_locked
    def remove(self, citation: FormattedCitation) -> tuple[FormattedCitation, ...]:
        """Take a citation out; all citations whose text is new."""
        before = self._current()
        self._take_out(citation)
        self._notes.pop(citation, None)
        self._noted.pop(citation, None)
        self._rendered = None
        return self._changed(before)

    @_locked
    def nocite(self, *keys: str | Reference | Iterable[str | Reference]) -> None:
        """List references that are not cited; `"*"` lists all. Raises NotFoundError for
        an unknown key.
        """
        given = [self._known(key) for key in flat(keys) if key != "*"]
        if "*" in flat(keys):
            given = list(self._references)
        self._uncited.update(dict.fromkeys(given))
        self._rendered = None

    @property
    def citations(self) -> tuple[FormattedCitation, ...]:
        """The citations in order."""
        return tuple(self._citations)

    def bibliography(
        self,
        text: str = "",
        *,
        where: Callable[[Reference], bool] | None = None,
        **filters: Unpack[FilterKeywords],
    ) -> Bibliography:
        """The bibliography of what is cited or listed by `nocite`, or the part of it
        that matches.

        `text` and `filters` choose as `Library.search` does, `where` by a function.
        """
        check_types(self._references.values(), filters)
        matches = matcher(text, filters)

        def keep(reference: Reference) -> bool:
            return matches(reference) and (where is None or where(reference))

        # The whole bibliography needs no test of each reference.
        if not (text or filters or where):
            return Bibliography(self._formatter, self._render, self._listed)
        return Bibliography(
            self._formatter,
            self._render,
            self._listed,
            keep,
        )

    def bibliographies(self, by: Group) -> Groups:
        """Return the bibliography in parts by group, in the order the groups first
        appear in it.

        `by` is `type`, `year`, a variable, or a function. Raises FieldError for an
        unknown name.
        """
        return self.bibliography().groups(by)

    def grouped(self, by: Group, format: str = "text", *, links: bool = False) -> str:
        """Return the bibliography in groups, each with its name as a heading.

        `format` is one with headings (text, markdown, html, latex, rst, typst), or JSON,
        by group. Raises NotFoundError or FormatError for any other.
        """
        return self.bibliography().grouped(by, format, links=links)

    def _repr_html_(self) -> str:
        """Return the citations and the bibliography, for notebooks."""
        lines = "".join(f"<p>{each._repr_html_()}</p>\n" for each in self.citations)
        return lines + self.bibliography()._repr_html_()

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Document cannot be pickled or copied; pickle its library, and cite anew"
        )

    def __repr__(self) -> str:
        return f"<Document of {len(self._citations)} citations in {self.style}>"

    def _new(
        self,
        cites: tuple[GivenCite | Iterable[GivenCite], ...],
        *,
        locator: str = "",
        prefix: str = "",
        suffix: str = "",
        mode: CiteMode = "",
        **place: Unpack[LocatorKeywords],
    ) -> FormattedCitation:
        if not cites:
            raise FieldError("cite: at least one key is needed, such as 'doe2020'")
        if mode not in get_args(CiteMode):
            raise NotFoundError("mode of citation", str(mode), get_args(CiteMode))
        _check_texts(locator=locator, prefix=prefix, suffix=suffix)
        given = [each for cite in flat(cites) for each in self._apart(cite)]
        made = [self._cite(cite) for cite in given]
        if not made:
            raise FieldError("cite: no key in the list")
        if locator or place:
            located: dict[str, Any] = {**place}
            # a locator belongs to the first of several works, as a prefix does
            made[0] = _located(made[0], locator, located)
        if mode:
            # "Doe (2020; Roe, 2021)": the others stay in the brackets
            concerned = 1 if mode == "narrative" else len(made)
            made[:concerned] = [
                attrs.evolve(cite, mode=mode) for cite in made[:concerned]
            ]
        # a prefix stands before the whole citation, a suffix after it
        made[0] = attrs.evolve(made[0], prefix=prefix or made[0].prefix)
        made[-1] = attrs.evolve(made[-1], suffix=suffix or made[-1].suffix)
        return FormattedCitation(
            self._formatter,
            self._render,
            tuple(made),
            self._tree,
            is_linked=self._links_citations,
        )

    def _apart(self, cite: GivenCite) -> list[GivenCite]:
        """Return the cites in a text with several: "[@doe2020, p. 3; @roe2019]",
        "doe2020, roe2019"; any other cite as it is.
        """
        if not isinstance(cite, str) or cite in self._references:
            return [cite]
        bare = cite.strip()
        if bare.startswith("[") and bare.endswith("]"):
            bare = bare[1:-1]
        if ";" in bare:
            return [part.strip() for part in bare.split(";") if part.strip()]
        # "doe2020, 8" is a page: only keys are several works.
        parts = bare.replace(",", " ").split()
        if len(parts) > 1 and all(map(self._is_key, parts)):
            return list(parts)
        return [cite]

    def _is_key(self, text: str) -> bool:
        return text in self._references or text.removeprefix("@") in self._references

    def _cite(self, cite: GivenCite) -> Cite:
        if isinstance(cite, Cite):
            self._known(cite.id)
            return _checked(cite)
        if isinstance(cite, Reference):
            return Cite(self._known(cite.id))
        if cite in self._references:
            return Cite(cite)
        # "@doe2020" is how manuscripts cite.
        bare = cite.removeprefix("@")
        if bare in self._references:
            return Cite(bare)
        if bare.startswith("[") and bare.endswith("]"):
            return self._cite(bare[1:-1].strip())  # [@doe2020, p. 3], as in Markdown
        # "doe2020:p. 3", and "doe2020, p. 3"; keys have colons, but no commas:
        # the longest known key wins
        ends = [at for at, char in enumerate(bare) if char in ":,"]
        for end in reversed(ends):
            key = bare[:end]
            if key in self._references:
                label, text = parse_locator(bare[end + 1 :])
                return Cite(key, text, label)
        raise NotFoundError("reference", bare, self._references)

    def _known(self, key: str | Reference) -> str:
        name = key.id if isinstance(key, Reference) else key
        if not isinstance(name, str):
            raise FieldError(f"{name!r} is no citation key; give a str like 'doe2020'")
        for candidate in (name, name.removeprefix("@")):
            if candidate in self._references:
                return candidate
        raise NotFoundError("reference", name, self._references)

    def _place(
        self,
        citation: FormattedCitation,
        index: int,
        note: int | None,
        author_order: bool = False,
    ) -> None:
        self._citations.insert(index, citation)
        cites = citation.cites
        if self._links_citations:
            cites = _linked_to_entries(cites)
        self._noted[citation] = Citation(
            cites,
            note or 0,
            author_order,
        )
        if note is not None:
            self._notes[citation] = note
        self._rendered = None

    def _take_out(self, citation: FormattedCitation) -> None:
        if citation not in self._citations:
            raise InputError(f"{_named(citation)} is not in this document")
        self._citations.remove(citation)

    @_locked
    def _render(self) -> Rendering:
        if self._rendered is None:
            if self._formatter.notes:
                self._number_notes()
            citations = list(map(self._noted.__getitem__, self._citations))
            references = list(
                map(
                    self._references.__getitem__,
                    self._keys(citations),
                )
            )
            self._rendered = self._format(references, citations)
            # citations compare by identity: equal ones are two places
            self._trees = dict(
                zip(self._citations, self._rendered.citations, strict=True)
            )
        return self._rendered

    @_locked
    def _tree(self, citation: FormattedCitation) -> Inlines:
        self._render()
        try:
            return self._trees[citation]
        except KeyError:
            message = f"{_named(citation)} is no longer in its document"
            raise InputError(message) from None

    @_locked
    def _listed(self) -> dict[str, Reference]:
        """Return the works in the bibliography, by key."""
        # what is listed needs no rendering
        keys = self._keys(map(self._noted.__getitem__, self._citations))
        return {key: self._references[key] for key in keys}

    def _keys(self, citations: Iterable[Citation]) -> dict[str, None]:
        """The keys of the works cited, in order, then of the uncited ones."""
        return dict.fromkeys(
            chain(
                chain.from_iterable(map(attrgetter("works"), citations)), self._uncited
            )
        )

    def _number_notes(self) -> None:
        """Give each citation that stands in no certain note one of its own, after those
        before it.
        """
        last = 0
        for citation in self._citations:
            note = self._notes.get(citation, last + 1)
            last = max(last, note)
            if (
                self._noted[citation].note != note
            ):  # what stays the same object is not rendered again
                self._noted[citation] = attrs.evolve(self._noted[citation], note=note)

    def _current(self) -> dict[FormattedCitation, Inlines]:
        self._render()
        return self._trees

    def _changed(
        self, before: Mapping[FormattedCitation, Inlines]
    ) -> tuple[FormattedCitation, ...]:
        now = self._current()
        # Identity first: what was not rendered again is the same object.
        rendered = compress(
            now.items(),
            map(
                is_not,
                now.values(),
                map(before.get, now),
            ),
        )
        return tuple(
            [citation for citation, tree in rendered if tree != before.get(citation)]
        )


# Offered for a keyword that is mistyped.
_CITE_KEYWORDS: Final = ("locator", "prefix", "suffix", "mode", "note", "style")


def _named(citation: FormattedCitation) -> str:
    keys = ", ".join(cite.id for cite in citation.cites)
    return f"the citation of {keys}"


def flat(given: Iterable[Any]) -> list[Any]:
    """Return what is given one by one or in lists. Raises FieldError for what is neither
    a key nor a cite.
    """
    found: list[Any] = []
    for each in given:
        if isinstance(each, (str, Cite, Reference)):
            found.append(each)
        elif isinstance(each, Iterable) and not isinstance(each, (bytes, Mapping)):
            found += flat(each)
        else:
            raise FieldError(f"{each!r} is no citation key; give a str like 'doe2020'")
    return found


def _linked_to_entries(cites: tuple[Cite, ...]) -> tuple[Cite, ...]:
    """Return the cites of several works, each with a link to its entry; a citation of
    one work is a link as a whole.
    """
    if len({cite.id for cite in cites}) == 1:
        return cites
    # Few documents have links: the others load no writer of HTML.
    from csecrefs.writers.html import entry_id

    return tuple(
        attrs.evolve(cite, href=cite.href or f"#{entry_id(cite.id)}") for cite in cites
    )


def _checked(cite: Cite) -> Cite:
    """Return a cite that a caller made, its locator as text. Raises FieldError for a
    locator that is none, NotFoundError for a mode and a misspelt type of locator.
    """
    if cite.mode not in get_args(CiteMode):
        raise NotFoundError("mode of citation", str(cite.mode), get_args(CiteMode))
    # Documents of other programs have types of their own, which pass.
    if cite.label not in LABELS and (meant := misspelt(cite.label, LABELS)):
        raise NotFoundError("type of locator", cite.label, suggestions=[meant])
    _check_texts(locator=cite.locator, prefix=cite.prefix, suffix=cite.suffix)
    if isinstance(cite.locator, str):
        return cite
    return attrs.evolve(cite, locator="" if cite.locator is None else str(cite.locator))


def _located(cite: Cite, locator: str, place: Mapping[str, str | int]) -> Cite:
    """`cite` with the locator that `locator="ch. 2"` or `chapter="2"` gives it."""
    if len(place) + bool(locator) > 1:
        raise FieldError("cite: a citation takes one locator")
    if locator:
        label, text = parse_locator(str(locator))
        return attrs.evolve(cite, locator=text, label=label)
    (name, value), *_ = place.items()
    named = label_named(name)
    if named is None:
        raise _unknown_keyword(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise FieldError(f"cite: {name}={value!r} is no place; give {name}='8' or 8")
    return attrs.evolve(cite, locator=str(value), label=named)


def _unknown_keyword(name: str) -> FieldError:
    """Return the error for a keyword that `cite` does not have: the abbreviation of a
    locator's type (`p`, `chap`) means that type.
    """
    # p=5 is meant for page=5
    label = words_of_labels().get(name.lower())
    if label:
        message = f"cite() got an unexpected keyword argument {name!r}"
        return FieldError(f"{message}; did you mean {label.replace('-', '_')}?")
    labels = [each.replace("-", "_") for each in LABELS]
    return unknown_keyword("cite", name, (*_CITE_KEYWORDS, *labels))


def _check_texts(**given: object) -> None:
    """Raise FieldError for a part of a citation that is no text."""
    for name, value in given.items():
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value is None or isinstance(value, str) or (name == "locator" and is_number):
            continue
        raise FieldError(f"cite: {name}={value!r} is no text; give a str")
