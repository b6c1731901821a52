"""`csecrefs completion`: completion of commands, keys, styles and locales in a
shell.

Keys come from strangers' files, and a shell runs what it is given. Only candidates of
characters that no shell acts on are offered (`is_plain`), and the scripts neither split
nor glob what they get.
"""

from __future__ import annotations

import os
from typing import Any, Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from csecrefs.cli.terminal import show_trusted
from csecrefs.cli.verb import Verb
from csecrefs.patterns import regex

_PLAIN: Final = regex(
    # A letter or digit first: `-x` is an option, `~x` a folder, `=x` a program (zsh),
    # `@x` a variable (PowerShell). No bracket, brace, quote, `$`, `*`, `!`, `,` after.
    # An `=` at the end is that of FIELD=, which no shell acts on behind a command.
    r"\w[\w.:/+-]*=?"
)

# Needs Bash 4.4, whose `nosort` keeps the order of the candidates.
_BASH: Final = """\
%(complete_func)s() {
    local line response kind value word prefix
    line="${COMP_LINE:0:COMP_POINT}"
    response=$(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
    COMPREPLY=()
    # readline completes what follows the last colon where a colon breaks words
    word="${line##*[[:space:]]}"
    prefix=""
    if [[ $COMP_WORDBREAKS == *:* && $word == *:* ]]; then
        prefix="${word%%:*}:"
    fi
    while IFS=',' read -r kind value; do
        if [[ $kind == dir ]]; then
            compopt -o dirnames
        elif [[ $kind == file ]]; then
            compopt -o default
        elif [[ $kind == plain ]]; then
            COMPREPLY+=("${value#"$prefix"}")
            [[ $value == *= ]] && compopt -o nospace
        fi
    done <<< "$response"
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH: Final = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a plain described response
    local kind value help
    (( ! $+commands[%(prog_name)s] )) && return 1
    response=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
%(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    for kind value help in "${response[@]}"; do
        if [[ $kind == plain && $help == _ ]]; then
            plain+=("$value")
        elif [[ $kind == plain ]]; then
            described+=("$value:$help")
        elif [[ $kind == dir ]]; then
            _path_files -/
        elif [[ $kind == file ]]; then
            _path_files -f
        fi
    done
    if (( $#described )); then
        _describe -V unsorted described -U
    fi
    local -a begun
    begun=(${(M)plain:#*=})
    plain=(${plain:#*=})
    if (( $#begun )); then
        compadd -U -V unsorted -S '' -a begun
    fi
    if (( $#plain )); then
        compadd -U -V unsorted -a plain
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

# click fills these templates with the operator `%`, so `%%` is one `%`.
_FISH: Final = """\
function %(complete_func)s
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -t)
    set -lx %(complete_var)s fish_complete
    for completion in (%(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 ',' -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $COMP_CWORD
            case file
                __fish_complete_path $COMP_CWORD
            case plain
                printf '%%s\\n' $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments '(%(complete_func)s)'
"""

_POWERSHELL: Final = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.ToString()
    if ($line.Length -lt $cursorPosition) { $line = $line.PadRight($cursorPosition) }
    $env:COMP_WORDS = $line.Substring(0, $cursorPosition)
    $env:%(complete_var)s = 'powershell_complete'
    try {
        & %(prog_name)s 2>$null | ForEach-Object {
            $kind, $value = $_ -split ',', 2
            if ($kind -eq 'plain') {
                [System.Management.Automation.CompletionResult]::new($value)
            }
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:%(complete_var)s
    }
}
"""


def is_plain(candidate: str) -> bool:
    """True if no shell acts on a character of a candidate.

    >>> is_plain("un:1989"), is_plain("zq$(sh<evil.sh)")
    (True, False)
    """
    return bool(_PLAIN.fullmatch(candidate))


class _PlainOnly(ShellComplete):
    """A shell whose script gives the line up to the cursor, and gets plain words."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor, and the one that it is in."""
        if "COMP_CWORD" in os.environ:  # as the scripts of click give it
            return super().get_completion_args()
        line = os.environ["COMP_WORDS"]
        # A quotation mark that is still open is no error to it.
        words = split_arg_string(line)
        if not line or line[-1].isspace():
            return words[1:], ""
        return words[1:-1], words[-1]

    def get_completions(
        self, args: list[str], incomplete: str
    ) -> list[CompletionItem[Any]]:
        """Return the candidates that a shell does not act on."""
        found = super().get_completions(args, incomplete)
        return [each for each in found if each.type != "plain" or _offered(each.value)]


def _offered(value: str) -> bool:
    """True for a plain word, and for an option of ours."""
    return is_plain(value.removeprefix("--").removeprefix("-"))


class _Bash(_PlainOnly, BashComplete):
    source_template = _BASH


class _Zsh(_PlainOnly, ZshComplete):
    source_template = _ZSH


class _Fish(_PlainOnly, FishComplete):
    source_template = _FISH


# click has none; the answer to its Bash, `kind,value` a line, serves here as well.
class _PowerShell(_PlainOnly, BashComplete):
    name = "powershell"
    source_template = _POWERSHELL


for _shell in (_Bash, _Zsh, _Fish, _PowerShell):
    # Ours take the places of click's, which has them by name.
    add_completion_class(_shell)


_SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")


@click.command(name="completion", cls=Verb)
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> None:
    """Print the script that makes SHELL complete csecrefs, for its start-up file to
    run.

    In PowerShell: csecrefs completion powershell | Out-String | Invoke-Expression

    \b
    Example:
      eval "$(csecrefs completion bash)"
    """
    from csecrefs.cli import app

    if shell == "pwsh":
        shell = "powershell"  # the name that its program has since version 6
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    show_trusted(kind(app, {}, "csecrefs", "_CSECREFS_COMPLETE").source())
