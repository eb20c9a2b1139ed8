"""report: the curated notebooks, executed on the user's articles and written as one page that works offline."""

import ast
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverage_kit.corpus import Corpus, CorpusError, quoted
from coverage_kit.figures.highlight import STYLE
from coverage_kit.measures.counts import document_term_matrix
from coverage_kit.measures.design import group_articles
from coverage_kit.measures.topics import COLUMNS as TOPIC_COLUMNS
from coverage_kit.page import render_page
from coverage_kit.prepare.cleaning import clean
from coverage_kit.readers.read import read_corpus
from coverage_kit.shipped import shipped
from coverage_kit.text.terms import TermInput, parse_terms
from coverage_kit.text.topic_terms import is_empty

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELLS_A_LINE = 5


def report(
    corpus: str | os.PathLike[str] | None = None,
    *,
    terms: TermInput | Iterable[TermInput] | None = None,
    by: str | None = None,
    columns: Mapping[str, str] | None = None,
    skip_bad_rows: bool = False,
    out: str | os.PathLike[str] = "report",
    progress: bool = True,
) -> Path:
    """Execute the curated notebooks on your articles and write one HTML page that works offline.

    Each executed notebook is written beside the page, so that you can go on from there. A second report in
    the same folder replaces both; keep a notebook you have worked on under another name.

    Parameters
    ----------
    corpus : path, optional
        Your articles, in any format `read_corpus` reads; the shipped corpus by default.
    terms : str, mapping, or list of these, optional
        The terms to compare, as for `salience`; by default five frequent words of your articles that at most half of
        them use, or, on the shipped corpus, the notebooks' own.
    by : str, optional
        Column of the articles that makes the groups; the notebooks' own (the outlet) by default.
    columns : mapping, optional
        Our name to yours for columns that are not recognised, as for `read_corpus`.
    skip_bad_rows : bool
        Go on without the cells that cannot be used, instead of stopping at them.
    out : path
        The folder to write to; made where it is not there.
    progress : bool
        Show on the standard error stream how far the notebooks are.

    Returns
    -------
    Path
        The page, ``report.html`` in the folder `out`.

    Raises
    ------
    CorpusError
        If the articles cannot be read or cannot answer what the notebooks ask.
    ValueError
        If a term has no letter in it, `out` is a file, or a notebook does not know a parameter.
    RuntimeError
        If a notebook fails for another reason; it is written to `out` up to there.

    Examples
    --------
    >>> from coverage_kit.report import report
    >>> report("articles.csv", terms=["broker", "sanction*"], out="articles_report")  # doctest: +SKIP
    PosixPath('articles_report/report.html')
    """
    parameters: dict[str, Any] = {}
    if corpus is not None:
        parameters["CORPUS"] = str(Path(corpus).expanduser().absolute())
    if terms is not None:
        given = [terms] if isinstance(terms, str | Mapping) else terms
        # numpy's strings are strings too, but would not be written into the notebook as such
        parameters["TERMS"] = [str(term) if isinstance(term, str) else term for term in given]
    if by is not None:
        parameters["BY"] = by
    if columns is not None:
        parameters["COLUMNS"] = dict(columns)
    if skip_bad_rows:
        parameters["ON_ERROR"] = "collect"
    _prepare(parameters, progress)
    folder = Path(out).expanduser()
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"out: '{folder}' is a file. Name a folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.html").unlink(missing_ok=True)  # an old page must not pass for the new one
    notebooks = _prepared_notebooks(parameters)
    for path, notebook in notebooks.items():
        _run(notebook, folder / path.name, progress=progress)
    page = folder / "report.html"
    name = Path(parameters["CORPUS"]).name if corpus is not None else "the shipped corpus"
    page.write_text(
        render_page(list(notebooks.values()), title=f"Coverage report: {name}", style=STYLE),
        "utf-8",
        "replace",
        newline="\n",
    )
    return page


def _prepare(parameters: dict[str, Any], progress: bool) -> None:
    """Find out what cannot be used before a notebook has run for minutes, and choose terms where none are given."""
    if "TERMS" in parameters:
        parse_terms(parameters["TERMS"])
    if "CORPUS" not in parameters:
        return
    options = {"columns": parameters.get("COLUMNS"), "on_error": parameters.get("ON_ERROR", "raise")}
    corpus = read_corpus(parameters["CORPUS"], **options)
    group_articles(corpus, parameters.get("BY", "outlet"), taken=TOPIC_COLUMNS)
    if "TERMS" not in parameters:
        parameters["TERMS"] = _frequent_words(clean(corpus))
        if progress:
            print(f"no terms were given: comparing {', '.join(parameters['TERMS'])}", file=sys.stderr, flush=True)


def _frequent_words(corpus: Corpus, number: int = 5) -> list[str]:
    """Return the most frequent words that stand in two or more articles, but in no more than half of them."""
    matrix = document_term_matrix(corpus)
    in_articles, total = (matrix.counts > 0).sum(axis=0), matrix.counts.sum(axis=0)
    telling = [len(term) > 3 and term.isalpha() and not is_empty(term) for term in matrix.terms]
    uneven = [2 <= n <= len(corpus) / 2 for n in in_articles]
    order = sorted(range(len(matrix.terms)), key=lambda i: (not (telling[i] and uneven[i]), not telling[i], -total[i]))
    return [matrix.terms[i] for i in order[:number]]


def _curated() -> list[Path]:
    """Return the numbered notebooks; others that a user keeps in the same folder are not ours to run."""
    return sorted(shipped("notebooks").glob("[0-9][0-9]_*.ipynb"))


def _prepared_notebooks(parameters: Mapping[str, Any]) -> "dict[Path, NotebookNode]":
    """Return the curated notebooks with the user's parameters set and without what is stored about other articles.

    A parameter that no notebook has is refused: it would leave the notebooks' own value in force without anybody
    noticing.
    """
    import nbformat

    notebooks = {path: nbformat.read(path, as_version=4) for path in _curated()}
    known = [
        name for path, notebook in notebooks.items() for name in inject_parameters(notebook, parameters, path.name)
    ]
    for parameter in parameters:
        if parameter not in known:
            raise ValueError(
                f"No notebook has a parameter '{parameter}'. Parameters are {quoted(dict.fromkeys(known))}"
            )
    for cell in (cell for notebook in notebooks.values() for cell in notebook.cells):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebooks


def _run(notebook: "NotebookNode", to: Path, *, progress: bool) -> None:
    """Execute one notebook and store it, even where a cell fails."""
    import nbformat

    try:
        execute_notebook(notebook, to.name, progress=progress)
    except RuntimeError as error:
        raise RuntimeError(f"{error}. The notebook as far as it ran is in {to}") from None
    finally:
        nbformat.write(notebook, to)


def inject_parameters(notebook: "NotebookNode", parameters: Mapping[str, Any], name: str) -> list[str]:
    """Put a cell that sets those of `parameters` that a notebook has after its cell tagged ``parameters``, in place.

    Returns the names of all the parameters that the notebook has.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> notebook = new_notebook(cells=[new_code_cell("TERMS = []", metadata={"tags": ["parameters"]})])
    >>> inject_parameters(notebook, {"TERMS": ["broker"], "BY": "section"}, "example.ipynb")
    ['TERMS']
    >>> notebook.cells[1].source
    "TERMS = ['broker']"
    """
    from nbformat.v4 import new_code_cell

    tagged = [i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ValueError(f"{name}: {len(tagged)} cells are tagged 'parameters'. Tag the one that sets them")
    known = _names_set(notebook.cells[tagged[0]].source)
    source = "\n".join(f"{parameter} = {value!r}" for parameter, value in parameters.items() if parameter in known)
    if source:
        notebook.cells.insert(tagged[0] + 1, new_code_cell(source, metadata={"tags": ["injected-parameters"]}))
    return known


def _names_set(source: str) -> list[str]:
    """Return the names a cell assigns to."""
    names = []
    for statement in ast.parse(source).body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def execute_notebook(notebook: "NotebookNode", name: str, *, progress: bool) -> None:
    """Execute a notebook in place, with this Python and in an empty folder of its own.

    A `CorpusError` in a cell is raised as such, with its message alone; any other error as a `RuntimeError`
    that names the cell.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
        _progress(notebook, name, progress) as advance,
    ):
        client = NotebookClient(
            notebook,
            timeout=None,
            resources={"metadata": {"path": scratch}},
            record_timing=False,
            on_cell_executed=lambda **_: advance(),
        )
        # Without a folder to look in, the only kernel there is runs sys.executable: none registered under the same name
        # elsewhere can take its place. Nor does the user's own profile count.
        client.km = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
        try:
            client.execute(
                env={**os.environ, "IPYTHONDIR": scratch, "PLOTLY_RENDERER": "plotly_mimetype"},
                stderr=subprocess.DEVNULL,  # the kernel's own log; what cells write comes with their outputs
            )
        except AssertionError:  # how nbclient ends when it is interrupted: it puts the kernel away, and then misses it
            raise KeyboardInterrupt from None
        except DeadKernelError:
            raise RuntimeError(f"{name}: its kernel died, perhaps for want of memory") from None
        except CellExecutionError as error:
            if error.ename == CorpusError.__name__:
                raise CorpusError(error.evalue) from None
            if error.ename == KeyboardInterrupt.__name__:
                raise KeyboardInterrupt from None
            raise RuntimeError(f"{name}, cell [{_failed_cell(notebook)}]: {error.ename}: {error.evalue}") from None


@contextmanager
def _progress(notebook: "NotebookNode", name: str, shown: bool) -> Iterator[Callable[[], object]]:
    """Hand out a function to be called after each code cell: a bar on a terminal, a line now and then in a log."""
    total = sum(cell.cell_type == "code" and bool(cell.source.strip()) for cell in notebook.cells)
    if not shown:
        yield lambda: None
    elif sys.stderr.isatty():
        from tqdm import tqdm

        with tqdm(total=total, desc=name, unit="cell") as bar:
            yield bar.update
    else:
        done = itertools.count(1)

        def write_line() -> None:
            number = next(done)
            if number % CELLS_A_LINE == 0 or number == total:
                print(f"{name}: {number} of {total} cells", file=sys.stderr, flush=True)

        yield write_line


def _failed_cell(notebook: "NotebookNode") -> int | None:
    """Return the number that JupyterLab shows beside the cell with an error."""
    failed = [c for c in notebook.cells if any(o.output_type == "error" for o in c.get("outputs", []))]
    return failed[-1].execution_count if failed else None
