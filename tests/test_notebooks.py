"""The stored notebooks are whole, and the comparison of their outputs notices a change."""

import ast
import copy
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from coverage_kit.page import PLOTLY

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
STORED = sorted(FOLDER.glob("*.ipynb"))


def find_faults(notebook: NotebookNode) -> list[str]:
    """Return what keeps stored outputs from being compared: nbval passes over a cell that never ran."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    faults = []
    for number, cell in enumerate(code, 1):
        if cell.execution_count != number:
            faults.append(f"code cell {number} was not run in its turn")
        if isinstance(ast.parse(cell.source).body[-1], ast.Expr) and not cell.outputs:
            faults.append(f"code cell {number} ends in an expression and shows nothing")
        if any(output.output_type == "error" for output in cell.outputs):
            faults.append(f"code cell {number} has an error stored")
        if any(output.get("name") == "stderr" for output in cell.outputs):
            faults.append(f"code cell {number} has warnings stored")
    if [cell.metadata.get("tags") for cell in code[:1]] != [["parameters"]]:
        faults.append("the first code cell is not tagged 'parameters'")
    return faults


def test_there_are_notebooks():
    assert STORED


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.name)
def test_a_stored_notebook_is_whole(path: Path):
    assert find_faults(nbformat.read(path, as_version=4)) == []


@pytest.fixture(scope="module")
def executed() -> NotebookNode:
    """A notebook with a table and two figures, executed."""
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Rates"),
            new_code_cell("RATES = {'Daily A': 12.5, 'Daily B': 3.25}", metadata={"tags": ["parameters"]}),
            new_code_cell("import pandas as pd\npd.DataFrame({'rate': RATES})"),
            new_code_cell("import plotly.graph_objects as go\ngo.Figure(go.Bar(y=list(RATES.values())))"),
            new_code_cell("go.Figure(layout={'title': 'Rates'})"),
        ]
    )
    NotebookClient(notebook, record_timing=False).execute()
    return notebook


def test_an_executed_notebook_has_no_fault(executed: NotebookNode):
    assert find_faults(executed) == []


def stripped(notebook: NotebookNode) -> None:
    for cell in notebook.cells[1:]:
        cell.outputs, cell.execution_count = [], None


def cleared(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs = []


def run_out_of_turn(notebook: NotebookNode) -> None:
    notebook.cells[2].execution_count = 5


def with_an_error(notebook: NotebookNode) -> None:
    notebook.cells[3].outputs = [new_output("error", ename="KeyError", evalue="'x'", traceback=[])]


def with_a_warning(notebook: NotebookNode) -> None:
    notebook.cells[2].outputs.append(new_output("stream", name="stderr", text="FutureWarning: soon"))


def without_parameters(notebook: NotebookNode) -> None:
    notebook.cells[1].metadata.tags = []


def test_a_stripped_notebook_is_refused(executed: NotebookNode):
    notebook = copy.deepcopy(executed)
    stripped(notebook)
    for number in (1, 2, 3, 4):
        assert f"code cell {number} was not run in its turn" in find_faults(notebook)


@pytest.mark.parametrize(
    ("spoil", "faults"),
    [
        (cleared, ["code cell 2 ends in an expression and shows nothing"]),
        (run_out_of_turn, ["code cell 2 was not run in its turn"]),
        (with_an_error, ["code cell 3 has an error stored"]),
        (with_a_warning, ["code cell 2 has warnings stored"]),
        (without_parameters, ["the first code cell is not tagged 'parameters'"]),
    ],
)
def test_a_spoilt_notebook_is_refused(executed: NotebookNode, spoil, faults: list[str]):
    notebook = copy.deepcopy(executed)
    spoil(notebook)
    assert find_faults(notebook) == faults


def test_nbval_notices_a_changed_number_figure_and_title(executed: NotebookNode, tmp_path: Path):
    nbformat.write(executed, tmp_path / "as_it_is.ipynb")
    changed = copy.deepcopy(executed)
    table, figure, titled = (changed.cells[position].outputs[0].data for position in (2, 3, 4))
    table["text/html"] = table["text/html"].replace("3.25", "3.26")
    figure[PLOTLY]["data"][0]["y"][1] = 3.26
    titled[PLOTLY]["layout"]["title"]["text"] = "Shares"
    nbformat.write(changed, tmp_path / "changed.ipynb")

    words = ["-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "--junit-xml=result.xml", "."]
    run = subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run.returncode == 1, run.stdout
    outcomes: dict[str, list[str]] = {"as_it_is": [], "changed": []}
    for case in ElementTree.parse(tmp_path / "result.xml").iter("testcase"):
        name = "changed" if "changed" in case.attrib["classname"] else "as_it_is"
        outcomes[name].append(case[0].tag if len(case) else "passed")
    assert outcomes == {"as_it_is": ["passed"] * 4, "changed": ["passed", "failure", "failure", "failure"]}
