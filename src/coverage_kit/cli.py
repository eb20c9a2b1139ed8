"""The command line: ``coverage-kit report my_articles.csv --terms broker,"sanction*"``."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

TEXT_BROWSERS = {"elinks", "links", "links2", "lynx", "w3m", "www-browser"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : list of str, optional
        The words after the command's name; those it was called with by default.

    Returns
    -------
    int
        Exit status: 0 if all went well, 1 if a notebook failed, 2 if the articles, the terms or a path are at fault.

    Raises
    ------
    SystemExit
        After ``--help`` and ``--version``, and for words the command does not know.

    Examples
    --------
    >>> main(["report", "no_such_file.csv"])
    2
    """
    arguments = _parser().parse_args(argv)
    try:
        page = _report(arguments)
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), status=2)
    except ValueError as error:
        return _fail(str(error), status=2)
    except RuntimeError as error:
        return _fail(" ".join(str(error).split()), status=1)
    except KeyboardInterrupt:
        return _fail("interrupted", status=130)
    print(page)
    if arguments.open:
        open_page(page)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coverage-kit", description="Compare how news outlets covered the same stories."
    )
    parser.add_argument("--version", action="version", version=f"coverage-kit {version('coverage-kit')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    command = commands.add_parser(
        "report",
        help="run the curated notebooks on your articles and write one HTML page",
        description="Run the curated notebooks on your articles and write one HTML page that works offline.",
        epilog="example: coverage-kit report articles.csv --terms 'broker,special train,pressure=sanction*|penalt*'",
    )
    command.add_argument(
        "corpus", nargs="?", metavar="CORPUS", help="a file or folder of articles (default: the shipped corpus)"
    )
    command.add_argument(
        "--terms",
        metavar="LIST",
        help="words, wildcards and phrases, parted by commas; a family is name=word|word (default: frequent words)",
    )
    command.add_argument(
        "--columns",
        metavar="LIST",
        help="your names of columns that are not recognised: outlet=Paper,text=Story",
    )
    command.add_argument(
        "--skip-bad-rows", action="store_true", help="go on without the cells that cannot be used (default: stop)"
    )
    command.add_argument("--by", metavar="COLUMN", help="the column that makes the groups (default: outlet)")
    command.add_argument("--out", default="report", metavar="DIR", help="the folder to write to (default: report)")
    command.add_argument("--open", action="store_true", help="open the page in a browser")
    return parser


def _report(arguments: argparse.Namespace) -> Path:
    from coverage_kit.report import report

    terms = None if arguments.terms is None else split_terms(arguments.terms)
    return report(
        arguments.corpus,
        terms=terms,
        by=arguments.by,
        columns=None if arguments.columns is None else split_columns(arguments.columns),
        skip_bad_rows=arguments.skip_bad_rows,
        out=arguments.out,
    )


def split_terms(given: str) -> list[str | dict[str, list[str]]]:
    """Return the terms of a ``--terms`` option.

    Examples
    --------
    >>> split_terms("broker,special train,pressure=sanction*|penalt*")
    ['broker', 'special train', {'pressure': ['sanction*', 'penalt*']}]
    """
    terms: list[str | dict[str, list[str]]] = []
    for item in filter(None, map(str.strip, given.split(","))):
        name, sign, words = item.partition("=")
        family = [word for word in map(str.strip, words.split("|")) if word]
        if sign and not (name.strip() and family):
            raise ValueError(f"--terms: '{item}' is not a family. Write name=word|word")
        terms.append({name.strip(): family} if sign else item)
    return terms


def split_columns(given: str) -> dict[str, str]:
    """Return the columns of a ``--columns`` option.

    Examples
    --------
    >>> split_columns("outlet=Paper, text=Full story")
    {'outlet': 'Paper', 'text': 'Full story'}
    """
    columns = {}
    for item in filter(None, map(str.strip, given.split(","))):
        name, sign, column = (part.strip() for part in item.partition("="))
        if not (name and sign and column):
            raise ValueError(f"--columns: '{item}' names no column. Write outlet=Paper,text=Story")
        columns[name] = column
    return columns


def open_page(page: Path) -> None:
    """Open a page in a browser with a window of its own; without a display, or in a CI run, do nothing."""
    import webbrowser

    has_display = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if os.environ.get("CI") or not has_display:
        return
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if Path(getattr(browser, "name", "")).name not in TEXT_BROWSERS:
        browser.open(page.absolute().as_uri())


def _fail(message: str, *, status: int) -> int:
    print(f"coverage-kit: error: {message}", file=sys.stderr)
    return status
