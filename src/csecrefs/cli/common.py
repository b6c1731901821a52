"""The options that verbs share, the completion of their values, and reading the
library.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from csecrefs.cli.progress import working
from csecrefs.cli.terminal import put_json, say, show_data
from csecrefs.cli.verb import QUIET, VERBOSE, is_set
from csecrefs.errors import CsecrefsError, Diagnostic, InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from csecrefs.library import Library, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
_WORDS: Final = {"error": "error", "warning": "warning", "info": "note"}
# How many diagnostics a person reads at a time.
_SCREENFUL: Final = 20


# --- completion


def completed(
    names: Callable[[click.Context], Iterable[str]],
) -> Callable[..., list[CompletionItem]]:
    """Return a completion for click from a function that gives all names; it never
    fails.
    """

    def complete(
        ctx: click.Context, _: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from csecrefs.cli.completion import is_plain

        try:
            found = [name for name in names(ctx) if name.startswith(incomplete)]
            return [CompletionItem(name) for name in found if is_plain(name)]
        # A message would land in the line that is being typed.
        except (CsecrefsError, OSError):
            return []

    return complete


def complete_argument(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the keys that begin so, then the files."""
    from click.shell_completion import CompletionItem

    found = complete_key(ctx, _, incomplete)
    if found or ctx.params.get("library"):
        return found
    # This type tells the shell to complete the names of files itself.
    return [CompletionItem("", type="file")]


def complete_assignment(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the keys that begin so; once a key is there, `FIELD=` for each field."""
    given = [each for each in ctx.params.get("arguments") or () if not _exists(each)]
    # `new` has its TYPE where the others have a key.
    if not given and "kind" not in ctx.params:
        return complete_argument(ctx, parameter, incomplete)
    return complete_field(ctx, parameter, incomplete)


def _fields(ctx: click.Context) -> Iterable[str]:
    return [f"{name}=" for name in _variables(ctx)]


def _keys(ctx: click.Context) -> Iterable[str]:
    from csecrefs.library import Library, load_settings

    typed = (name for name in ("sources", "arguments") if ctx.params.get(name))
    given = [each for name in typed for each in ctx.params[name]]
    sources = [each for each in given if Path(each).exists()]
    settings = load_settings({"library": ctx.params.get("library")})
    format = ctx.params.get("source_format") or ""
    return Library.read(sources or settings.library(), format=format).keys()


def _styles(_: click.Context) -> Iterable[str]:
    from csecrefs.styles import find as styles
    from csecrefs.styles.aliases import ALIASES

    return [*styles.names(), *ALIASES]


def _locales(_: click.Context) -> Iterable[str]:
    from csecrefs.styles import locales

    return locales.names()


def _outputs(_: click.Context) -> Iterable[str]:
    from csecrefs.document import output_formats

    return output_formats()


def _formats(_: click.Context) -> Iterable[str]:
    from csecrefs import formats

    return formats.names()


def _written(_: click.Context) -> Iterable[str]:
    from csecrefs import formats

    return formats.names(written=True)


def _types(_: click.Context) -> Iterable[str]:
    from csecrefs.model.variables import ITEM_TYPES

    return sorted(ITEM_TYPES)


def _variables(_: click.Context) -> Iterable[str]:
    from csecrefs.model import KIND

    return ["type", "year", *KIND]


complete_key = completed(_keys)
complete_style = completed(_styles)
complete_locale = completed(_locales)
complete_output = completed(_outputs)
complete_format = completed(_formats)
complete_written = completed(_written)
complete_type = completed(_types)
complete_variable = completed(_variables)
complete_field = completed(_fields)


# --- options


library_option = click.option(
    "--library", metavar="PATH", help="File or folder to read references from."
)


def library_options(command: _Command) -> _Command:
    """Add the options of every verb that reads references."""
    # In reverse: the option that is added last stands first in the help.
    for option in (
        click.option(
            "--from",
            "source_format",
            default="",
            metavar="FORMAT",
            help="Format of the sources (see `formats`); by default it is detected.",
            shell_complete=complete_format,
        ),
        library_option,
    ):
        command = option(command)
    return command


listing_option = click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Form of the list.",
)
output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="File to write; its suffix names the format.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="End with 1 if there was any warning."
)
diff_option = click.option(
    "--diff", "dry", is_flag=True, help="Only show what would change."
)


def formatting_options(command: _Command) -> _Command:
    """Add the options of every verb that formats."""
    for option in (
        click.option(
            "--engine",
            default="csecrefs",
            metavar="NAME",
            help="Processor: csecrefs, or citeproc-py to compare.",
        ),
        click.option(
            "--abbreviations",
            metavar="FILE",
            help="JSON file of short forms of journals and others.",
        ),
        click.option("--links", is_flag=True, help="Make DOIs and addresses links."),
        click.option(
            "--to",
            metavar="FORMAT",
            help="Output format: text, html, markdown, latex, docx, ... (see `formats`).",
            shell_complete=complete_output,
        ),
        click.option(
            "--locale",
            metavar="LANGUAGE",
            help="Locale: tag or name of a language, such as de-AT or german.",
            shell_complete=complete_locale,
        ),
        click.option(
            "--style",
            metavar="STYLE",
            help="CSL style: name, id, file or URL (see `styles search`).",
            shell_complete=complete_style,
        ),
    ):
        command = option(command)
    return command


class Filters(NamedTuple):
    """The references that are wanted, as options say it."""

    query: str = ""
    author: str | None = None
    year: range | None = None
    type: str | None = None
    keyword: str | None = None

    # A tuple with members is true, even if none of them says anything.
    def __bool__(self) -> bool:
        return any(each not in ("", None) for each in self)

    def of(self, library: Library) -> Library:
        """Return the references that match, as a library."""
        return library.search(
            self.query,
            author=self.author,
            year=self.year,
            type=self.type,
            keyword=self.keyword,
        )


def filter_options(command: _Command) -> _Command:
    """Add the options that choose references; the verb gets them as `filters`."""
    import functools

    # It copies the options, too, which click keeps on the function.
    @functools.wraps(command)
    def with_filters(*args: Any, **given: Any) -> Any:
        chosen = Filters(
            given.pop("query_text") or "",
            given.pop("author"),
            given.pop("year"),
            given.pop("kind"),
            given.pop("keyword"),
        )
        return command(*args, filters=chosen, **given)

    wrapped: Any = with_filters
    for option in (
        click.option(
            "--query",
            "query_text",
            metavar="WORDS",
            help="Only references with all these words.",
        ),
        click.option("--keyword", metavar="TEXT", help="Only with this keyword."),
        click.option(
            "--type",
            "kind",
            metavar="TYPE",
            help="Only of this CSL item type, such as article-journal.",
            shell_complete=complete_type,
        ),
        click.option(
            "--year",
            metavar="YEARS",
            callback=_years,
            help="Only of a year, or of a range such as 2015-2022.",
        ),
        click.option(
            "--author", metavar="NAME", help="Only by an author of this name."
        ),
    ):
        wrapped = option(wrapped)
    # The types of click give a decorated command as Any.
    return wrapped  # type: ignore[no-any-return]


def _years(_: click.Context, __: click.Parameter, value: str | None) -> range | None:
    """Return the range of years that 2015, 2015-2022, 2015- or -2022 means."""
    if value is None:
        return None
    # first year, dash, last year, each of them optional
    match = re.fullmatch(r"(\d{1,4})?(-)?(\d{1,4})?", value.strip(), re.ASCII)
    # Refused are a dash alone, and two years without one: `20152022`.
    if (
        not match
        or not any(match.group(1, 3))
        or (match[1] and match[3] and not match[2])
        # A range that runs backwards would match nothing, and not say why.
        or (match[1] and match[3] and int(match[1]) > int(match[3]))
    ):
        raise click.BadParameter(
            f"{value!r} is neither a year nor a range of years such as 2015-2022"
        )
    first, dash, last = match.groups()
    if last is None:
        # `2015-` is open at its end.
        last = "9999" if dash else first
    return range(int(first or 0), int(last) + 1)


# --- sources


def divided(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the sources among the arguments of a verb, and the rest of them.

    An argument that is a file, a folder or `-` is a source. Raises InputError for one
    that has the name of a bibliography, or ends as folders do, but is not there.
    """
    from csecrefs import formats

    sources, others = [], []
    for each in arguments:
        if each == "-" or _exists(each):
            sources.append(each)
        # `refs.bib` is a misspelt path, `files of refs.bib` may be words to search for.
        elif " " not in each and (
            formats.promises_references(each) or _names_folder(each)
        ):
            raise InputError(f"{each}: no such file or folder")
        else:
            others.append(each)
    return sources, others


def _names_folder(argument: str) -> bool:
    # `bib/` is one; `https://doi.org/` and `url=https://doi.org/` are not.
    return argument.endswith("/") and not re.search("=|://", argument)


def _exists(name: str) -> bool:
    # `zotero:Thesis` is a collection in Zotero, and no path.
    if name.startswith("zotero:"):
        return True
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name that no file system takes
        return False


def settings_of(**given: str | None) -> Settings:
    """Return the settings in force, given what the command line says."""
    from csecrefs.library import load_settings

    settings = load_settings(given)
    tell(settings.diagnostics)
    return settings


def read_library(
    settings: Settings,
    sources: Sequence[str] = (),
    *,
    keys: Sequence[str] | None = None,
    format: str = "",
) -> Library:
    """Return the library in `sources`, or that of the settings.

    Reported on stderr are the errors, and the warnings that concern `keys` (all of them
    if it is None). Raises InputError if there are no references.
    """
    from csecrefs.library import Library

    chosen = list(sources) or settings.library()
    with working("Reading"):
        library = Library.read(chosen, format=format)
    if keys is None or is_set(VERBOSE):
        tell(library.diagnostics)
    else:
        # To ask for these alone takes a tenth of the time in a large library.
        tell(each for each in library.problems(*keys) if each.severity != "info")
    if not library:
        raise InputError(f"{', '.join(chosen)}: no references there")
    return library


# --- talk


def tell(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics to stderr: a screenful, all with --verbose, only the errors
    with --quiet.
    """
    left_out: Counter[str] = Counter()
    shown = 0
    # Errors first, or a screenful of warnings could hide one.
    for each in sorted(diagnostics, key=lambda each: each.severity != "error"):
        word = _WORDS[each.severity]
        if is_set(QUIET) and each.severity != "error":
            continue
        if shown < _SCREENFUL or is_set(VERBOSE):
            shown += 1
            say(f"csecrefs: {word}: {each}")
        else:
            left_out[word] += 1
    for word, count in left_out.items():
        noun = word if count == 1 else f"{word}s"
        say(f"csecrefs: {count} more {noun}; -v shows all")


def note(message: str) -> None:
    """Print a line of talk to stderr, but not with --quiet."""
    if not is_set(QUIET):
        say(f"csecrefs: {message}")


def nothing_found(what: str) -> int:
    """Report that a search has no hit, and return the exit code of that."""
    note(f"nothing found{what}")
    # As grep does it, so that `if csecrefs list ...` works in a script.
    return 1


def findings(diagnostics: Iterable[Diagnostic], strict: bool = False) -> int:
    """Return the exit code: 1 if something of the input was left out, else 0.

    With `strict`, warnings count too.
    """
    grave = ("error", "warning") if strict else ("error",)
    return int(any(each.severity in grave for each in diagnostics))


# --- results


def put(
    content: str | bytes,
    output: str | None,
    sources: Sequence[str] = (),
    *,
    exact: bool = False,
) -> None:
    """Print a result, or write it to a file whole; a file it was read from is refused.

    `exact` is for records in a file format, as `show_data` has it.
    """
    if isinstance(content, str) and not content.endswith("\n"):
        content += "\n"
    if output in (None, "-"):
        # A Word document would fill the terminal with noise and with commands to it.
        if isinstance(content, bytes) and sys.stdout.isatty():
            raise InputError("not printed to a terminal; name a file with -o")
        show_data(content, exact=exact)
        return
    from csecrefs.storage.files import write_atomically

    refuse_overwriting(output, sources)
    target = Path(str(output))
    try:
        # A run that is ended here leaves the old file or the new one, never half of it.
        write_atomically(target, content)
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from None


def put_json_to(output: str | None, value: Any, sources: Sequence[str] = ()) -> None:
    """Print a value as JSON, or write it to a file."""
    if output in (None, "-"):
        put_json(value)
        return
    put(json.dumps(value, ensure_ascii=False, indent=2, default=str), output, sources)


def refuse_overwriting(output: str | None, sources: Sequence[str]) -> None:
    """Raise InputError if the file to be written is one of those the references are
    read from.
    """
    from csecrefs.library.sources import STDIN, files_of

    target = Path(output or STDIN)
    if output in (None, STDIN) or not target.exists():
        return
    for source in sources:
        # `samefile` sees through links and `./`, which comparing names does not.
        if source != STDIN and any(
            file.exists() and target.samefile(file) for file in files_of(source)
        ):
            raise InputError(
                f"{target}: the references are read from this file; name another"
            )


def output_format(to: str | None, output: str | None) -> str | None:
    """Return the format named with --to, else by the suffix of the output; None if
    neither is there.
    """
    from csecrefs.document import output_named, output_of_file

    if to:
        return output_named(to)
    if output and output != "-":
        return output_of_file(output) or None
    return None
