"""load_lexicon: a lexicon of the user's own, from a table, a LIWC-style .dic file or a quanteda-style YAML file."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import plain
from coverage_kit.readers.decoding import decode_text, split_lines
from coverage_kit.readers.delimited import read_delimited
from coverage_kit.text.terms import parse_terms

_MOST_SHOWN = 5
_LONGEST_SHOWN = 60
_PARENT = "__"
_TABLE = "Name the columns pattern, category and, if patterns weigh differently, weight"
_HEADER = "Begin with a line '%', a line such as '1 economic' for each category, and a line '%'; the words come below"
_YAML = "Write each category as 'name:', and its patterns below it as '  - pattern'"


class _Row(NamedTuple):
    """A pattern as written, and where; `problem` is what keeps it from being used."""

    place: str
    pattern: str = ""
    category: str = ""
    weight: float = 1.0
    problem: str = ""


def load_lexicon(path: str | Path) -> pd.DataFrame:
    """Read a lexicon of your own.

    Parameters
    ----------
    path : str or Path
        One of these, told by content and ending:

        - a CSV or TSV file with the columns ``pattern`` and ``category`` (or ``frame``) and, if you like, ``weight``,
          0 or more. Other columns are passed over.
        - a LIWC-style ``.dic`` file: between two lines ``%`` the categories, each a number and a name; below, a word or
          phrase a line and the numbers of its categories.
        - a quanteda-style ``.yml`` or ``.yaml`` dictionary: categories with lists of patterns. A category inside
          another is named with both: ``economy/jobs``. Needs PyYAML, which JupyterLab brings along.

        A pattern is a word, a wildcard (``*`` any letters, ``?`` one) or a phrase.

    Returns
    -------
    DataFrame
        ``pattern`` and ``category`` (str) and ``weight`` (float, 1 where none is given), one row a pattern and
        category, in the order of the file. A pattern of weight 0 is no cue, but takes its place: "birthday party" at
        0 keeps "party" from counting there. Of two categories that weigh the same in a sentence, the one that comes
        first wins.

    Raises
    ------
    CorpusError
        The file, the line or row, the value and the remedy.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import coverage_kit as ck
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "money.dic")
    ...     _ = path.write_text("%\\n1 prices\\n2 work\\n%\\ncost* 1\\nwages 1 2\\n")
    ...     lexicon = ck.load_lexicon(path)
    >>> print(lexicon.to_string(index=False))
    pattern category  weight
      cost*   prices     1.0
      wages   prices     1.0
      wages     work     1.0
    """
    path = Path(path)
    try:
        rows = list(_read(path))
    except OSError as error:
        reason = "there is no such file. Check the path"
        if path.exists():
            reason = "this cannot be read. Give the path of a file, and check its permissions"
        raise CorpusError(f"{path.name}: {reason}") from error
    if not rows:
        raise CorpusError(f"{path.name}: the lexicon is empty. Write at least one pattern and its category")
    problems = [f"{row.place}: {problem}" for row in rows if (problem := row.problem or _problem(row))]
    if problems:
        more = len(problems) - _MOST_SHOWN
        lines = [*problems[:_MOST_SHOWN], *([f"… and {more} more"] if more > 0 else [])]
        raise CorpusError(f"{path.name}: " + "\n  ".join(lines))
    frame = pd.DataFrame({"pattern": [row.pattern for row in rows], "category": [row.category for row in rows]})
    return frame.assign(weight=[row.weight for row in rows])


def _read(path: Path) -> Iterator[_Row]:
    ending = path.suffix.lower()
    text = decode_text(path.read_bytes(), path.name)
    if ending in (".yml", ".yaml"):
        return _read_yaml(text, path.name)
    lines = [line.strip() for line in split_lines(text)]
    if ending == ".dic" or next(filter(None, lines), "") == "%":
        return _read_dic(lines, path.name)
    if ending in (".csv", ".tsv", ".txt"):
        return _read_table(path) if any(lines) else iter(())
    raise CorpusError(f"{path.name}: '{ending}' is not known. Save the lexicon as .csv, .tsv, .dic, .yml or .yaml")


def _problem(row: _Row) -> str:
    """Return why a pattern cannot be looked for, or nothing."""
    try:
        parse_terms(row.pattern)
    except ValueError as error:
        if not row.pattern:
            return "the pattern is empty. Write a word, for instance 'sanction*', or remove the line"
        return f"{str(error).removeprefix('terms: ')}, or remove it"
    return "" if row.category else f"{_shown(row.pattern)} has no category. Write its name beside it"


def _shown(value: str) -> str:
    return f"'{value}'" if len(value) <= _LONGEST_SHOWN else f"'{value[:_LONGEST_SHOWN]}…'"


def _read_table(path: Path) -> Iterator[_Row]:
    table = read_delimited(path)
    names = [plain(name) for name in table.columns]
    columns = {}
    for wanted, known in (("pattern", ("pattern",)), ("category", ("category", "frame")), ("weight", ("weight",))):
        column = next((names.index(name) for name in known if name in names), None)
        if column is not None:
            columns[wanted] = table.iloc[:, column].str.strip()
        elif wanted != "weight":
            there = ", ".join(table.columns)
            raise CorpusError(f"{path.name}: there is no column '{wanted}'; columns are {there}. {_TABLE}")
    for place, pattern, category, written in zip(
        table.index, columns["pattern"], columns["category"], columns.get("weight", [""] * len(table)), strict=True
    ):
        weight = _weight(written)
        wrong = f"the weight {_shown(written)} is not a number of 0 or more. Write 1, or leave the cell empty"
        yield _Row(place, pattern, category, weight, "" if weight >= 0 else wrong)


def _weight(written: str) -> float:
    """Return the weight, 1 if none is written, -1 if it is none."""
    try:
        weight = float(written or 1)
    except ValueError:
        return -1.0
    return weight if math.isfinite(weight) else -1.0


def _read_dic(lines: list[str], name: str) -> Iterator[_Row]:
    marks = [number for number, line in enumerate(lines) if line == "%"]
    if len(marks) < 2 or any(lines[: marks[0]]):
        raise CorpusError(f"{name}: the header with the categories is missing. {_HEADER}")
    categories: dict[str, str] = {}
    for number, line in enumerate(lines[marks[0] + 1 : marks[1]], marks[0] + 2):
        written, category = (*line.split(maxsplit=1), "", "")[:2]
        other = categories.setdefault(_code(written), category)
        if line and not (written.isdecimal() and category):
            problem = f"{_shown(line)} is no category. Write a number and a name, for instance '1 economic'"
            yield _Row(f"line {number}", problem=problem)
        elif line and other != category:
            problem = f"the number {written} is that of {_shown(other)}. Give {_shown(category)} another"
            yield _Row(f"line {number}", problem=problem)
    for number, line in enumerate(lines[marks[1] + 1 :], marks[1] + 2):
        if line:
            yield from _dic_rows(f"line {number}", line, categories)


def _code(written: str) -> str:
    return written.lstrip("0") or "0"


def _dic_rows(place: str, line: str, categories: dict[str, str]) -> Iterator[_Row]:
    """Yield a row for each category of a word; without a tab, all numbers at the end of the line are categories."""
    word, _, rest = (part.strip() for part in line.partition("\t"))
    codes = rest.split()
    if not codes:
        parts = line.split()
        first = len(parts)
        while first > 1 and parts[first - 1].isdecimal():
            first -= 1
        word, codes = " ".join(parts[:first]), parts[first:]
    strange = next((code for code in codes if not code.isdecimal()), None)
    unknown = next((code for code in codes if _code(code) not in categories), None)
    if not codes:
        yield _Row(place, problem=f"{_shown(word)} has no category. Write the number of its category after it")
    elif strange is not None:
        remedy = "Write plain numbers of the header after the word, or remove the line"
        yield _Row(place, problem=f"{_shown(strange)} after {_shown(word)} is not a number. {remedy}")
    elif unknown is not None:
        remedy = f"Write '{unknown}' and its name between the two lines '%'"
        yield _Row(place, problem=f"the header has no category {unknown}, which {_shown(word)} is given. {remedy}")
    else:
        yield from (_Row(place, word, categories[_code(code)]) for code in codes)


def _read_yaml(text: str, name: str) -> Iterator[_Row]:
    try:
        import yaml
    except ImportError as error:
        raise CorpusError(f"{name}: reading YAML needs PyYAML. Install it: pip install pyyaml") from error
    try:
        # Composed, not loaded: "no" and "on" stay words, and each pattern knows its line.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}" if error.problem_mark else "the file"
        raise CorpusError(f"{name}: {place} is not YAML ({error.problem}). {_YAML}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise CorpusError(f"{name}: the file is not YAML. {_YAML}") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise CorpusError(f"{name}: line {root.start_mark.line + 1} is not a category. {_YAML}")
    yield from _yaml_rows(root)


def _yaml_rows(root: Any) -> Iterator[_Row]:
    """Yield the patterns of all categories, in the order of the file."""
    waiting = [(root, "")]
    seen: set[int] = set()
    while waiting:
        node, category = waiting.pop()
        place = f"line {node.start_mark.line + 1}"
        if node.id == "scalar":
            if node.value or node.style:
                yield _Row(place, node.value.strip(), category)
            else:
                yield _Row(place, problem=f"the category '{category}' is empty. Give it a pattern, or remove it")
        elif id(node) in seen:
            yield _Row(place, problem=f"'{category}' refers to another list (*). Write out its patterns")
        elif node.id == "sequence":
            waiting += [(item, category) for item in reversed(node.value)]
        else:
            waiting += reversed([(value, _inside(category, key)) for key, value in node.value])
        seen.add(id(node))


def _inside(parent: str, key: Any) -> str:
    """Return the name of a category inside another; quanteda writes __ for the patterns of the outer one itself."""
    name = key.value.strip() if key.id == "scalar" else ""
    if name == _PARENT:
        return parent
    return f"{parent}/{name}" if parent and name else name
