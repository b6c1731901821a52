"""The processor: a style in a language, which formats whole documents or drafts of
them.

The passes over a document, in order, stand in `csecrefs.csl.draft`.
"""

from __future__ import annotations

from collections.abc import Sequence

from csecrefs.csl.cite import Citation, Rendering
from csecrefs.csl.compiler import Plan, compile_style
from csecrefs.csl.context import Abbreviations
from csecrefs.csl.draft import LiveDocument
from csecrefs.csl.locale import LoadLocale, speak
from csecrefs.csl.style import Style
from csecrefs.model import Reference


class Processor:
    """A style in a language, ready to format documents."""

    def __init__(
        self,
        style: Style,
        load_locale: LoadLocale,
        locale: str = "",
        *,
        abbreviations: Abbreviations | None = None,
        spans: bool = False,
    ) -> None:
        """Compile `style` for `locale` (its own default if empty); raises StyleError if
        it cannot be used.

        `abbreviations` gives, by variable, the short form of long values, for
        `form="short"` where a record brings none. With `spans`, each value in a
        bibliography stands in an element of tag `variable` that names it.
        """
        self.plan: Plan = compile_style(
            style, speak(style, load_locale, locale), abbreviations or {}, spans
        )

    def render(
        self, references: Sequence[Reference], citations: Sequence[Citation] = ()
    ) -> Rendering:
        """Format `citations` in document order, and a bibliography of all `references`.

        A cite of an unknown key, and a work that cannot be rendered, are left out with
        a warning.
        """
        return self.draft().render(references, citations)

    def draft(
        self, abbreviations: Abbreviations | None = None, *, as_cited: bool = False
    ) -> LiveDocument:
        """A document to be rendered again and again while it changes; each draft
        remembers its own.

        `abbreviations` stand in place of those of the processor. `as_cited` promises
        that references are always listed in the order of their first cites, those
        without any last; this need not be found out.
        """
        if abbreviations is None:
            plan = self.plan
        else:
            plan = self.plan._replace(abbreviations=abbreviations)
        return LiveDocument(plan, as_cited)
