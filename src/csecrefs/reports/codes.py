"""Every code that a diagnostic or a finding carries, with what it means.

The codes are part of the public surface: ignore files, SARIF rules and scripts name
them. A test compares this table with the codes in the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal

import attrs

from csecrefs.errors import Severity

Area = Literal["read", "library", "style", "render", "write", "link", "verify", "audit"]


@attrs.frozen
class Code:
    """One code: its area, how grave it usually is, and its meaning in a sentence."""

    name: str
    area: Area
    severity: Severity
    meaning: str


_SEVERITIES: Final[dict[str, Severity]] = {"E": "error", "W": "warning", "I": "info"}

# One line a code: severity, name, meaning.
_READ: Final = """
W bad-date          a date is not one; it is kept as text
W bad-encoding      the bytes are not in the encoding named; another was taken
E bad-item          an item cannot be used as a reference
E bad-json          the file is not valid JSON
E bad-record        a record cannot be read
E bad-row           a row of a table cannot be read
E bad-xml           the file is not well-formed XML
E bad-yaml          the file is not valid YAML
E binary            the file is not text
W bad-metadata      the metadata block of a manuscript cannot be read
W duplicate-field   an entry gives a field twice; the first one is taken
W duplicate-key     two entries have one citation key
E broken-package    a packed file, such as a Word document, cannot be unpacked
W damaged-citation  a citation in a manuscript cannot be read
I edited-citation   the text of a citation was changed by hand
E empty             the file is empty
W extra-brace       a closing brace has no opening one
W kept-field        a citation field that no typed marker can say stays
I left-out          notes and files of no work, and annotations, are left out
W missing-comma     a comma between two fields is missing
W missing-id        an item has no id; its position names it
W missing-key       an entry has no citation key
W missing-title     a record has no title
W missing-type      a record does not say what kind of work it describes
W missing-value     a field has no value
W missing-year      an entry has no year
E no-record         the file describes no work
E no-records        the file has no records
E not-an-item       a member of the list is not an object
E not-json          the file is not JSON
E not-yaml          the file is not YAML
W stray-text        there is text outside of the records
W text-after-end    there is text after the end of the list
E too-large         a record or file is larger than the limit
W too-long          a value is longer than the limit
W unclosed-array    the list is not closed
W unclosed-bracket  a bracket of a citation in a manuscript is not closed
W unclosed-brace    a brace or quotation mark is not closed
W unclosed-field    a field of a Word document has no end
W undefined-macro   a string macro is not defined
W unfinished-record a record ends before its end mark
W unknown-type      the type of a record is not known
W unread-citation   code makes the key of a citation, which stays as it is
W unread-field      a citation field of a program that is not read
I unsure            a reference string could be read in more than one way
"""

_LIBRARY: Final = """
I archived          the address of an archived copy was written
W expired           an entry of an ignore file is past its date
W not-rewritten     a URL cannot be rewritten without a change elsewhere
W not-trusted       a settings file that others may write is not obeyed
E not-compared      a record could not be compared with the others
W not-included      a file that a manuscript includes cannot be read
W not-carried       the target format cannot carry a value
W own-setting       a setting is obeyed only from the user's own files
E not-tidied        an entry cannot be tidied without loss
E not-written       a change cannot be written
I present           the work is in the library already
W renamed-key       a citation key was changed, because another entry has it
I rewritten         a URL was rewritten
E setting           a setting cannot be used
W taken-key         another entry has the citation key
W unknown-field     an option names a field that no entry has
E unreadable        the file cannot be read
"""

_STYLE: Final = """
W doubled-macro       a macro is defined twice; the last definition is taken
E costly-style        a style renders too many elements for one work
E macro-loop          macros call each other in a cycle
E misplaced-attribute an attribute does not belong to the element
E misplaced-element   an element does not belong there
E misplaced-text      text does not belong there
E missing-attribute   a required attribute is missing
E missing-element     a required element is missing
W no-bibliography     the style has no bibliography
E not-csl             the file is not a CSL style
E schema              the schema of CSL does not allow this
W undefined-term      a term is not defined in any locale
E unknown-attribute   CSL has no such attribute
E unknown-element     CSL has no such element
E unknown-macro       a macro is called that is not defined
W unused-macro        nothing calls the macro
E wrong-text          the value of an element or attribute is not allowed
E wrong-variable-kind the variable is not of the kind that the element renders
"""

_RENDER: Final = """
E engine-failure   the other processor failed on an item
W other-engine     the other processor cannot do this
E not-formatted    a work of a site could not be formatted in its style
W no-printed-form  a citation has no printed form
W prints-nothing   the style prints nothing for the reference
W no-printed-form  the style prints nothing of a citation; a marker stands for it
E rendering-failed a reference could not be rendered
W style-warning    the BibTeX style gave a warning
W unknown-key      no reference has the citation key
W unknown-locale   there is no locale of that name
"""

_AUDIT: Final = """
W comma-in-group    a comma parts the keys of a group, where a semicolon belongs
W no-group          a bracket around a key is not closed, or a part of it has no key
W repeated-cite     a work is cited twice in one group
W doubtful-locator  a suffix looks like a locator, or a locator like none
W year-differs      a year in the text differs from that of the work cited
W name-differs      a name in the text differs from those of the work cited
W same-work         two citation keys are of one work
W uncited             a work is listed, and cited nowhere in the text
W not-listed          a citation in the text names no entry of the list
W suffix-ambiguous    a citation may name several entries of one year
W locator-outside-pages  a cited page is outside the pages of the work
I locator-form-differs   a locator has another label than most
W duplicate           a work is listed twice
W number-missing      a number is cited that the list leaves out
W number-out-of-range a number is cited that is larger than any of the list
I number-out-of-order a number is cited first after a larger one
W number-repeated     two entries have one number
I list-order          an entry is out of the order of the list
W entry-broken        an entry is in two items of the list
W document-number-differs  an act is named with two numbers
I link-without-address  only the text of a link is printed
I doi-without-scheme  the address of a DOI lacks its scheme
I mixed-doi-form      a DOI is printed in another form than most
I mixed-dash          a range has another dash than most
I mixed-volume-issue-form  volume and issue are printed in several forms
I missing-comma       a mark between journal and volume is not that of most entries
I title-runs-into-container  the title is not parted from the journal as in most entries
I year-place-differs  the year is not where most entries have it
I stray-punctuation   a mark of punctuation is alone
I confirmed           a registry has the work as it is described
W differs             the registered record has another value
E wrong-doi           the printed DOI is of another work
E no-references       no reference list was found
E no-text             a file has no text
W unnamed-letters     letters of a PDF's font have no name, so words lack them
I unsure              a field was read from plain text and may be wrong
E too-long            a text is longer than is read
"""

# Severity, code, meaning: one line a code, read below.
_LINK: Final = """
I ok                   the link works
I redirected-permanent the link moved for good
I redirected-temporary the link leads elsewhere for now
I recovered            the link works again
E connection-error     the server cannot be connected to
E dns-error            the host does not exist
E fragment-missing     nothing on the page has the name after the #
E gone                 the server says that the page is gone
E invalid              the identifier is not one
E invalid-url          the address is not one
E not-found            the server, or the resolver, knows no such page
E parked               the domain shows adverts or an offer to sell it
E redirect-error       the redirects lead nowhere
E soft-404             the page says that it is missing, with status 200
E tls-error            the certificate or the encryption fails
W auth-required        the site wants a login or a payment
W blocked              the site does not let a program read the page
W content-changed      the page no longer shows the work
W dns-transient        the name servers do not answer
W empty                the page is empty
W legal-block          the page is not shown for legal or regional reasons
W fragment-unseen      the name after the # is not in the page's source
W unsafe-redirect      the link leads to an address that is not public
W unsafe-url           the address is not public, and was not permitted
W protocol-error       the answer is not valid HTTP
W rate-limited         the server asks for fewer requests
W server-error         the server reports a fault of its own
W timeout              the server did not answer in time
W truncated            the answer ends before its end
W unsupported          links of this kind are not checked
W wrong-type           a web page is where a document should be
W url-spelling         the address is written so that few programs understand it
"""

_VERIFY: Final = """
W bad-identifier      the identifier is not registered
W field-mismatch      the record differs from the registered one
E wrong-work          the identifier is of another work
I unconfirmed         no registry was found to know the work
I unchecked           the registries could not be asked
E retracted           the work was retracted
E partly-retracted    the work was retracted in part
E removed             the work was removed
E concern             the work was put in doubt
I corrected           the work was corrected
I new-version         there is a newer version of the work
I published-as        the preprint was published
I preprint            there is a preprint of the work
I version-of          the work is a version of another
I notice-for          the work is a notice about another
W placeholder-doi     the DOI is a placeholder
W impossible-doi      no DOI can have this form
W future-year         the work is dated in the future
W repeated-identifier two references have one identifier
W volume-year         volume and year contradict other articles of the journal
W et-al-only          the only author is "et al."
W arxiv-year          the arXiv number contradicts the year
"""


def _rows(area: Area, table: str) -> Iterator[Code]:
    for line in table.strip().splitlines():
        letter, name, meaning = line.split(maxsplit=2)
        yield Code(name, area, _SEVERITIES[letter], meaning)


CODES: Final[Mapping[str, Code]] = MappingProxyType(
    {
        code.name: code
        for rows in (
            _rows("library", _LIBRARY),
            _rows("style", _STYLE),
            _rows("render", _RENDER),
            _rows("audit", _AUDIT),
            _rows("link", _LINK),
            _rows("verify", _VERIFY),
            # Last, so that the meaning of a reader's code goes before a link's.
            _rows("read", _READ),
        )
        for code in rows
    }
)
"""Every code by name."""
