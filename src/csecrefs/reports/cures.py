"""Cures: one sentence about each code, in the imperative.

The documentation and the rules of SARIF show it beside the meaning of the code.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NOTHING: Final = "Nothing: this is news."

# One line a code: its name, then the sentence; "-" stands for "nothing to do".
_TABLE: Final = """
archived        -
expired         Delete the entry of the ignore file, or give it a later date.
not-rewritten   Change the URL by hand; the line is in the message.
not-trusted     Take away the right of others to write the file, or copy its settings into your own.
not-compared    Mend the value that the message names, then run the command again.
not-included    Check the path of the included file; it is relative to the file that includes it.
not-carried     Choose a format that has the field, or keep the source as well.
own-setting     Move the setting to your own settings file; `csecrefs config` shows its place.
not-tidied      Mend the entry that the message names; all others were tidied.
not-written     Look whether the file may be written and did not change, then repeat.
present         -
renamed-key     Cite the new key, or rename one of the two entries.
rewritten       -
setting         Correct the value; `csecrefs config` lists the settings and their types.
taken-key       Name another key, or change the entry that has it.
unknown-field   Correct the name in the option or the setting, or leave it out.
unreadable      Check the path and the permissions.
costly-style    Call macros less often in each other; the message names the macro.
doubled-macro   Delete one of the two definitions.
macro-loop      Take one of the calls out of the cycle that the message shows.
misplaced-attribute Move the attribute to an element that has it.
misplaced-element   Move the element to where the specification permits it.
misplaced-text  Put the text into the value of a `cs:text` element, or delete it.
missing-attribute   Add the attribute.
missing-element Add the element.
no-bibliography Choose a style with a bibliography; `csecrefs styles search` lists styles.
not-csl         Name a .csl file; an address may lead to a web page about the style.
schema          Follow the schema of CSL 1.0.2; the line is in the message.
undefined-term  Define the term in the style's `cs:locale`, or use one of the specification.
unknown-attribute   Correct the name of the attribute, or delete it.
unknown-element Correct the name of the element, or delete it.
unknown-macro   Define the macro, or correct the name in the call.
unused-macro    Delete the macro, or call it.
wrong-text      Use one of the values that the message lists.
wrong-variable-kind Use the element that renders variables of this kind.
engine-failure  Use the engine of csecrefs, or take the item out.
other-engine    Use the engine of csecrefs for this.
not-formatted   Mend the record, or choose another style for the site.
no-printed-form Add an author or a title to the record, or cite it in another form.
prints-nothing  Add the fields that the style prints for works of this type.
rendering-failed    Mend the value that the message names; all other works were rendered.
style-warning   Read the message of the style; mostly a field is missing.
unknown-key     Correct the key; the nearest ones are in the message.
unknown-locale  Name a locale of `csecrefs locales list`.
comma-in-group  Put a semicolon between the keys.
no-group        Close the bracket, and give each part between semicolons a key.
repeated-cite   Delete one of the two.
doubtful-locator    Write the label of the locator, or put the locator into braces: `[@key, {p. 8}]`.
year-differs    Compare with the work itself; correct the text or the record.
name-differs    Compare with the work itself; correct the text or the record.
same-work       Cite one key in both places, and merge the records with `csecrefs dedupe`.
uncited         Cite the work, or take it off the list.
not-listed      Add the work to the list, or correct the citation.
suffix-ambiguous    Add the letter of the year, as the list has it.
locator-outside-pages   Compare the page with the work; correct the page or the range.
locator-form-differs    Write the label as in most citations.
duplicate       Delete one of the two entries, and cite the other.
number-missing  Add the entry, or renumber the list.
number-out-of-range Correct the number, or add the entry.
number-out-of-order Renumber the list in the order of first citation.
number-repeated Give each entry a number of its own.
list-order      Move the entry to its place in the order.
entry-broken    Join the two items of the list.
document-number-differs Look the act up by its number; correct the wrong one.
link-without-address    Write the address of the link, or link the words again.
doi-without-scheme  Write `https://doi.org/` before the DOI.
mixed-doi-form  Print all DOIs in one form.
mixed-dash      Print all ranges with one dash.
mixed-volume-issue-form Print volume and issue in one form.
missing-comma   Add the comma.
title-runs-into-container   Add the mark that ends the title in the other entries.
year-place-differs  Move the year to where the other entries have it.
stray-punctuation   Delete the mark.
confirmed       -
differs         Compare with the work itself; correct the entry, or keep it and add it to the ignore file.
wrong-doi       Look the DOI up; `csecrefs enrich` proposes the right one if it is known.
no-references   Give the list a heading such as "References", or name it with `--list`.
no-text         Save the file with a text layer (OCR), or name another file.
unnamed-letters  Save the PDF with embedded, named fonts, or give the text in another format.
unsure          Look at the field; a wrong one is corrected with `csecrefs set`.
too-long        Split the text; the message names the limit.
ok              -
redirected-permanent    Write the new address: `csecrefs check links --fix`.
redirected-temporary    -
recovered       -
connection-error    Wait for the next check; then replace the address or cite an archived copy.
dns-error       Look for the new address of the work; `--suggest-archive` finds an archived copy.
fragment-missing    Correct the part after the #, or delete it.
gone            Cite an archived copy: `csecrefs check links --suggest-archive`.
invalid         Correct the identifier; the message has its form.
invalid-url     Correct the address; the message says what is wrong.
not-found       Look for the new address, or cite an archived copy: `--suggest-archive`.
parked          Look for the new address, or cite an archived copy: `--suggest-archive`.
redirect-error  Open the address in a browser; replace it by where the browser ends.
soft-404        Look for the new address, or cite an archived copy: `--suggest-archive`.
tls-error       Open the address in a browser; if the browser warns as well, look for another one.
auth-required   Open the page with your login; add the link to the ignore file if it is right.
blocked         Open the page in a browser, or let `--browser-retry` ask as a browser does.
content-changed Compare the page with the work; replace the address if the work is elsewhere.
dns-transient   Run the check again later.
empty           Look at the file or page; there is nothing in it.
legal-block     Open the page from a place where it is shown, or cite an archived copy.
fragment-unseen Open the page in a browser: scripts may make the part.
unsafe-redirect Replace the address, or permit it: `--allow-address HOST`.
unsafe-url      Replace the address, or permit it: `--allow-address HOST`.
protocol-error  Run the check again later; open the page in a browser.
rate-limited    Run the check again later.
server-error    Run the check again later.
timeout         Run the check again later, or with a longer `--timeout`.
truncated       Run the check again later.
unsupported     Open the link by hand.
wrong-type      Compare the address with that of the document itself.
url-spelling    Write the address as the message proposes.
bad-identifier  Compare the identifier with the work; correct or delete it.
field-mismatch  Compare with the work itself; correct the field, or keep it and add it to the ignore file.
wrong-work      Look the identifier up; correct or delete it.
unconfirmed     Check by hand that the work exists; add an identifier if it has one.
unchecked       Run the command again when the network is available.
retracted       Cite the retraction as well, or another work.
partly-retracted    Read the notice; cite only what still holds.
removed         Cite another work.
concern         Read the notice before you rely on the work.
corrected       Read the correction.
new-version     Cite the newer version if you used it.
published-as    Cite the published work if you used it.
preprint        -
version-of      Cite the version that you used.
notice-for      Cite the work itself, unless the notice is meant.
placeholder-doi Delete the DOI, or write the real one.
impossible-doi  Correct the DOI, or delete it.
future-year     Correct the year.
repeated-identifier Correct one of the two, or merge the records with `csecrefs dedupe`.
volume-year     Compare both with the work; correct the wrong one.
et-al-only      Write the names of the authors.
arxiv-year      Compare both with the work; correct the wrong one.
bad-date        Write the date as 2021-03-05, 2021-03 or 2021.
bad-encoding    Save the file in UTF-8.
bad-item        Mend the item that the message names; all others are read.
bad-json        Mend the file at the line that the message names.
bad-record      Mend the record that the message names; all others are read.
bad-row         Mend the row that the message names; all others are read.
bad-xml         Mend the file at the line that the message names.
bad-yaml        Mend the file at the line that the message names.
binary          Name a text file, or the format with `--from`.
bad-metadata    Mend the block between the lines of `---`.
duplicate-field Delete one of the two, or join them.
duplicate-key   Rename one of the two entries: `csecrefs rename`.
broken-package  Open the document in its program and save it again.
damaged-citation    Delete the citation in the document and insert it again.
edited-citation Undo the edit in the document, or leave it: the text stays as it was edited.
extra-brace     Delete the brace, or add the opening one.
kept-field      Type the citation by hand, or let the program that wrote it keep it.
left-out        Convert them in Zotero, or ignore this.
missing-id      Give the item an id.
missing-key     Write a key after the brace: `@book{doe2020,`.
missing-title   Add the title.
missing-type    Add the type; another one was assumed.
missing-value   Add the value, or delete the field.
missing-year    Add the year.
no-record       Name a file that describes works.
no-records      Name a file of references, or its format with `--from`.
not-an-item     Delete the member, or make it an object.
not-json        Name a JSON file, or the format with `--from`.
not-yaml        Name a YAML file, or the format with `--from`.
stray-text      Move the text into a record or a comment.
text-after-end  Delete the text, or move it before the end.
too-large       Split the file; the message names the limit.
unclosed-array  Add the closing bracket at the end of the list.
unclosed-bracket    Add the closing bracket, or write `\\[` for one that opens no citation.
unclosed-brace  Add the closing brace or quotation mark.
unclosed-field  Open the document in its program, mend the field, and save it again.
undefined-macro Define it with `@string`, or write the value in braces.
unfinished-record   Add the end mark of the format; the record was read all the same.
unknown-type    Write a type of the format; another one was assumed.
unread-citation Write the key itself: `#cite(<key>)`.
unread-field    Convert the citation to text, or to fields of Zotero or Mendeley.
"""


def _cures() -> dict[str, str]:
    cures = {}
    for line in _TABLE.strip().splitlines():
        name, sentence = line.split(maxsplit=1)
        cures[name] = _NOTHING if sentence == "-" else sentence
    return cures


CURES: Final[Mapping[str, str]] = MappingProxyType(_cures())
"""What to do about each code, by its name."""
