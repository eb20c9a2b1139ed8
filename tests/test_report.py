import ast
import importlib
import json
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from coverage_kit.corpus import CorpusError
from coverage_kit.report import inject_parameters, report

MODULE = importlib.import_module("coverage_kit.report")
PARAMETERS = 'CORPUS = None\nTERMS: list = ["broker"]\nBY = "outlet"'
ARTICLES = """outlet,title,text
Daily A,"<script>window.hacked = 1</script>","The broker stayed. <img src=x onerror=run()> It rained."
Daily B,Quiet,"Sanctions stay, she said."
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "my data"
    folder.mkdir()
    path = folder / "articles.csv"
    path.write_text(ARTICLES, "utf-8")
    return path


@pytest.fixture
def curate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that makes a notebook of the given cells the only curated one."""
    monkeypatch.setattr(MODULE, "shipped", lambda *parts: tmp_path.joinpath(*parts))
    (tmp_path / "notebooks").mkdir()

    def write(*sources: str, parameters: str = PARAMETERS) -> None:
        stored = [new_output("stream", name="stdout", text="stored long ago")]
        cells = [new_code_cell(source, execution_count=7, outputs=stored) for source in sources]
        tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
        notebook = new_notebook(cells=[new_markdown_cell("# Who said what?"), tagged, *cells])
        nbformat.write(notebook, tmp_path / "notebooks" / "01_words.ipynb")
        (tmp_path / "notebooks" / "scratch.ipynb").write_text("not one of ours")

    return write


def refused(*arguments, **options) -> str:
    """Return the message a report is refused with, before any notebook starts."""
    with pytest.raises((ValueError, TypeError)) as error:
        report(*arguments, **options)
    return str(error.value)


def example(source: str = PARAMETERS) -> nbformat.NotebookNode:
    cells = [new_markdown_cell("# T"), new_code_cell(source, metadata={"tags": ["parameters"]}), new_code_cell("TERMS")]
    return new_notebook(cells=cells)


def test_parameters_are_set_right_after_the_notebooks_own():
    notebook = example()
    inject_parameters(notebook, {"CORPUS": "/data/a.csv", "BY": "section"}, "01_words.ipynb")
    assert [cell.source for cell in notebook.cells] == [
        "# T",
        PARAMETERS,
        "CORPUS = '/data/a.csv'\nBY = 'section'",
        "TERMS",
    ]
    assert notebook.cells[2].metadata.tags == ["injected-parameters"]


def test_without_parameters_the_notebook_stays_as_it_is():
    notebook = example()
    inject_parameters(notebook, {}, "01_words.ipynb")
    assert len(notebook.cells) == 3


@given(st.lists(st.text() | st.dictionaries(st.text(), st.lists(st.text()))))
def test_any_terms_arrive_as_they_were_given(terms):
    notebook = example()
    inject_parameters(notebook, {"TERMS": terms}, "01_words.ipynb")
    assignment = ast.parse(notebook.cells[2].source).body
    assert len(assignment) == 1
    assert ast.literal_eval(assignment[0].value) == terms


def test_a_notebook_gets_the_parameters_it_has():
    notebook = example()
    assert inject_parameters(notebook, {"TERM": ["broker"]}, "01_words.ipynb") == ["CORPUS", "TERMS", "BY"]
    assert len(notebook.cells) == 3
    inject_parameters(notebook, {"TERM": ["broker"], "BY": "desk"}, "01_words.ipynb")
    assert notebook.cells[2].source == "BY = 'desk'"


def test_a_notebook_says_which_cell_sets_its_parameters():
    with pytest.raises(ValueError) as error:
        inject_parameters(new_notebook(cells=[new_code_cell(PARAMETERS)]), {}, "01_words.ipynb")
    assert str(error.value) == "01_words.ipynb: 0 cells are tagged 'parameters'. Tag the one that sets them"


def test_a_report_of_ones_own_articles(curate, articles: Path, tmp_path: Path, monkeypatch, capsys):
    """The page and the notebook beside it, from a relative path, whatever kernel is registered elsewhere."""
    kernel = tmp_path / "share" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(json.dumps({"argv": ["false"], "display_name": "other", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    monkeypatch.chdir(articles.parent)
    curate(
        "import sys, warnings, pathlib, coverage_kit as ck\nwarnings.warn('not for the page')",
        "pathlib.Path('made_by_a_cell.txt').write_text('x')\nprint([CORPUS, TERMS, BY, sys.executable])",
        "ck.read_corpus(CORPUS).articles[['title', 'text']]",
        "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=['A'], y=[1]))",
    )
    page = report("articles.csv", terms=("broker", {"pressure": ["sanction*"]}), out="a/b")

    assert page == Path("a/b/report.html")
    assert sorted(path.name for path in articles.parent.rglob("*")) == [
        "01_words.ipynb",
        "a",
        "articles.csv",
        "b",
        "report.html",
    ]
    assert articles.read_text("utf-8") == ARTICLES
    text = page.read_text("utf-8")
    assert "<title>Coverage report: articles.csv</title>" in text
    assert "<td>&lt;script&gt;window.hacked = 1&lt;/script&gt;</td>" in text
    assert "&lt;img src=x onerror=run()&gt;" in text
    assert "<script>window.hacked" not in text
    assert "not for the page" not in text.replace("warnings.warn(&#x27;not for the page&#x27;)", "")
    assert "stored long ago" not in text
    assert text.count('<div class="figure"') == 1

    notebook = nbformat.read(page.parent / "01_words.ipynb", as_version=4)
    assert [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"] == [1, 2, 3, 4, 5, 6]
    assert ast.literal_eval(notebook.cells[4].outputs[0].text) == [
        str(articles),
        ["broker", {"pressure": ["sanction*"]}],
        "outlet",
        sys.executable,
    ]
    assert capsys.readouterr().err == "01_words.ipynb: 5 of 6 cells\n01_words.ipynb: 6 of 6 cells\n"


def test_without_articles_the_report_is_on_the_shipped_corpus(curate, tmp_path: Path, capsys):
    curate("print(CORPUS, TERMS, BY)")
    page = report(by="section", out=tmp_path / "out", progress=False)
    assert "<title>Coverage report: the shipped corpus</title>" in page.read_text("utf-8")
    assert "<pre>None [&#x27;broker&#x27;] section\n</pre>" in page.read_text("utf-8")
    assert capsys.readouterr().err == ""


def test_a_failing_cell_is_named_and_the_notebook_kept_up_to_there(curate, tmp_path: Path):
    curate("1 + 1", "len(\n    1 / 0)", "'never run'")
    with pytest.raises(RuntimeError) as error:
        report(out=tmp_path / "out", progress=False)
    stored = tmp_path / "out" / "01_words.ipynb"
    assert str(error.value) == (
        f"01_words.ipynb, cell [3]: ZeroDivisionError: division by zero. The notebook as far as it ran is in {stored}"
    )
    cells = [cell for cell in nbformat.read(stored, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1, 2, 3, None]
    assert "ZeroDivisionError" in "".join(cells[2].outputs[0].traceback)
    assert cells[3].outputs == []
    assert not (tmp_path / "out" / "report.html").exists()


def test_what_a_corpus_cannot_answer_is_said_in_its_own_words(curate, tmp_path: Path):
    curate("from coverage_kit.corpus import CorpusError\nraise CorpusError('by: there is no column \\'desk\\'. Look')")
    with pytest.raises(CorpusError) as error:
        report(out=tmp_path, progress=False)
    assert str(error.value) == "by: there is no column 'desk'. Look"


def test_a_kernel_that_dies_is_reported(curate, tmp_path: Path):
    curate("import os\nos._exit(1)")
    with pytest.raises(RuntimeError) as error:
        report(out=tmp_path, progress=False)
    assert str(error.value) == (
        "01_words.ipynb: its kernel died, perhaps for want of memory. "
        f"The notebook as far as it ran is in {tmp_path / '01_words.ipynb'}"
    )


def test_what_cannot_be_used_is_refused_before_a_notebook_starts(curate, tmp_path: Path, monkeypatch):
    curate("1")
    monkeypatch.setattr(MODULE, "execute_notebook", lambda *_, **__: pytest.fail("a notebook was started"))
    missing = tmp_path / "missing.csv"
    assert refused(missing, out=tmp_path) == f"{missing}: there is no such file or folder. Check the path"
    assert (
        refused(terms=[], out=tmp_path) == "terms: the list is empty. Give at least one word, for instance 'sanction*'"
    )
    curate("1", parameters="CORPUS = None")
    assert refused(terms="broker", out=tmp_path) == ("No notebook has a parameter 'TERMS'. Parameters are 'CORPUS'")
    file = tmp_path / "page.html"
    file.touch()
    assert refused(out=file) == f"out: '{file}' is a file. Name a folder"


def test_words_are_chosen_where_none_are_given(curate, tmp_path: Path, capsys):
    """In two of four articles: "bridge" six times, "mayor" twice; "said" is no subject, "river" stands in all four."""
    texts = ["bridge bridge bridge mayor river said", "bridge bridge bridge river said", "mayor river", "river"]
    rows = [json.dumps({"outlet": "A", "text": text}) for text in texts]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    curate("print(TERMS)")
    page = report(tmp_path / "a.jsonl", out=tmp_path / "out").read_text("utf-8")
    assert "&#x27;bridge&#x27;, &#x27;mayor&#x27;, &#x27;river&#x27;" in page
    assert capsys.readouterr().err.splitlines()[0].startswith("no terms were given: comparing bridge, mayor, river")


def test_columns_and_the_cells_to_go_without_reach_the_notebook(curate, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Paper,Story\nA,One.\nB,\n")
    curate("print(COLUMNS, ON_ERROR)", parameters=f'{PARAMETERS}\nCOLUMNS = None\nON_ERROR = "raise"')
    columns = {"outlet": "Paper", "text": "Story"}
    with pytest.raises(CorpusError):
        report(tmp_path / "a.csv", terms="one", columns=columns, out=tmp_path / "out")
    page = report(tmp_path / "a.csv", terms="one", columns=columns, skip_bad_rows=True, out=tmp_path / "out")
    said = "{&#x27;outlet&#x27;: &#x27;Paper&#x27;, &#x27;text&#x27;: &#x27;Story&#x27;} collect"
    assert said in page.read_text("utf-8")


def test_an_old_page_does_not_pass_for_a_new_one(curate, tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("last week's")
    curate("1 / 0")
    with pytest.raises(RuntimeError):
        report(out=tmp_path / "out")
    assert not (tmp_path / "out" / "report.html").exists()
