import importlib
import json
import os
import subprocess
import sys
import webbrowser
from pathlib import Path

import pytest

from coverage_kit.cli import main, open_page, split_terms
from coverage_kit.corpus import CorpusError

REPORT = importlib.import_module("coverage_kit.report")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list:
    """Record what would be reported instead of reporting it."""
    calls: list = []

    def stand_in(*arguments, **options) -> Path:
        calls.append((arguments, options))
        return Path(options["out"]) / "report.html"

    monkeypatch.setattr(REPORT, "report", stand_in)
    return calls


def fails_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def stand_in(*arguments, **options):
        raise error

    monkeypatch.setattr(REPORT, "report", stand_in)
    return main(["report"])


def test_the_page_is_printed_and_the_options_are_passed_on(calls, capsys):
    words = ["report", "a.csv", "--terms", "broker, special train,sanction*", "--by", "section", "--out", "o"]
    assert main([*words, "--columns", "outlet=Paper, text=Full story", "--skip-bad-rows"]) == 0
    options = {"terms": ["broker", "special train", "sanction*"], "by": "section", "out": "o"}
    options |= {"columns": {"outlet": "Paper", "text": "Full story"}, "skip_bad_rows": True}
    assert calls == [(("a.csv",), options)]
    assert capsys.readouterr().out == f"{Path('o/report.html')}\n"


def test_without_options_the_notebooks_own_values_hold(calls):
    assert main(["report"]) == 0
    options = {"terms": None, "by": None, "columns": None, "skip_bad_rows": False, "out": "report"}
    assert calls == [((None,), options)]


def test_terms_are_parted_by_commas_and_families_by_bars():
    assert split_terms("broker,, pressure = sanction* | penalt* ,") == [
        "broker",
        {"pressure": ["sanction*", "penalt*"]},
    ]


@pytest.mark.parametrize("item", ["pressure=", "=sanction*", "pressure=|", "="])
def test_half_a_family_is_refused(item: str, capsys):
    assert main(["report", "--terms", f"broker,{item}"]) == 2
    assert capsys.readouterr().err == (
        f"coverage-kit: error: --terms: '{item}' is not a family. Write name=word|word\n"
    )


def test_articles_that_are_not_there_end_with_status_2(capsys, tmp_path):
    path = tmp_path / "articles.csv"
    assert main(["report", str(path), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"coverage-kit: error: {path}: there is no such file or folder. Check the path\n"


def test_a_term_without_a_letter_ends_with_status_2(capsys, tmp_path):
    assert main(["report", "--terms", "broker,***", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "coverage-kit: error: terms: '***' in '***' has no letter to look for. Write a word, for instance 'sanction*'\n"
    )


def test_an_error_is_one_line_and_a_list_of_rows_stays_a_list(monkeypatch, capsys):
    assert fails_with(ValueError("terms: the list is empty."), monkeypatch) == 2
    assert capsys.readouterr().err == "coverage-kit: error: terms: the list is empty.\n"
    assert fails_with(CorpusError("a.csv: two rows are wrong.\n  row 1\n  row 2"), monkeypatch) == 2
    assert capsys.readouterr().err == "coverage-kit: error: a.csv: two rows are wrong.\n  row 1\n  row 2\n"


@pytest.mark.parametrize("item", ["Paper", "outlet=", "=Paper"])
def test_half_a_column_is_refused(item: str, capsys):
    assert main(["report", "--columns", f"text=Story,{item}"]) == 2
    said = f"--columns: '{item}' names no column. Write outlet=Paper,text=Story"
    assert capsys.readouterr().err == f"coverage-kit: error: {said}\n"


def test_a_folder_that_cannot_be_written_ends_with_status_2(monkeypatch, capsys):
    assert fails_with(PermissionError(13, "Permission denied", "out/report.html"), monkeypatch) == 2
    assert capsys.readouterr().err == "coverage-kit: error: out/report.html: Permission denied\n"


def test_a_failing_notebook_ends_with_status_1(monkeypatch, capsys):
    assert fails_with(RuntimeError("01_words.ipynb, cell [3]: KeyError: 'x'"), monkeypatch) == 1
    assert capsys.readouterr().err == "coverage-kit: error: 01_words.ipynb, cell [3]: KeyError: 'x'\n"


@pytest.mark.parametrize("words", [[], ["report", "--nonsense"], ["no_such_command"]])
def test_unknown_words_end_with_status_2(words, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    assert "coverage-kit: error: " in capsys.readouterr().err


def test_version(capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    pyproject = (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text("utf-8")
    name, _, version = capsys.readouterr().out.strip().partition(" ")
    assert name == "coverage-kit"
    assert f'\nversion = "{version}"\n' in pyproject


def test_help_imports_nothing_heavy():
    check = (
        "import json, sys\nfrom coverage_kit.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    print(json.dumps(sorted(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    loaded = set(json.loads(result.stdout.splitlines()[-1]))
    assert not loaded & {"pandas", "numpy", "plotly", "nbclient", "sklearn"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process id of the parent to interrupt")
def test_an_interrupt_ends_it_without_a_traceback(tmp_path):
    """The cell interrupts the process that runs the notebook, as Ctrl-C does."""
    cells = f"""
import importlib, pathlib, signal, nbformat
from nbformat.v4 import new_code_cell, new_notebook
signal.signal(signal.SIGINT, signal.default_int_handler)
folder = pathlib.Path({str(tmp_path)!r})
source = "import os, signal, time\\nos.kill(os.getppid(), signal.SIGINT)\\ntime.sleep(60)"
tagged = new_code_cell("CORPUS = None", metadata={{"tags": ["parameters"]}})
nbformat.write(new_notebook(cells=[tagged, new_code_cell(source)]), folder / "01_words.ipynb")
importlib.import_module("coverage_kit.report").shipped = lambda *parts: folder
from coverage_kit.cli import main
raise SystemExit(main(["report", "--out", str(folder / "out")]))
"""
    result = subprocess.run([sys.executable, "-c", cells], capture_output=True, text=True, timeout=120)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "coverage-kit: error: interrupted\n")


class Browser:
    def __init__(self, name: str) -> None:
        self.name = name
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return True


def opened(
    monkeypatch: pytest.MonkeyPatch, *, name: str = "firefox", platform: str = "linux", **environment: str
) -> list[str]:
    """Return what open_page opens, with this browser, platform and environment."""
    browser = Browser(name)
    monkeypatch.setattr(webbrowser, "get", lambda: browser)
    monkeypatch.setattr(sys, "platform", platform)
    for variable in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    open_page(Path("report.html"))
    return browser.opened


def test_a_page_is_opened_where_there_is_a_display(monkeypatch):
    page = [Path("report.html").absolute().as_uri()]
    assert opened(monkeypatch, DISPLAY=":0") == page
    assert opened(monkeypatch, WAYLAND_DISPLAY="wayland-0") == page
    assert opened(monkeypatch, platform="darwin") == page


def test_no_page_is_opened_in_a_terminal_or_a_ci_run(monkeypatch):
    assert opened(monkeypatch) == []
    assert opened(monkeypatch, DISPLAY=":0", CI="true") == []
    assert opened(monkeypatch, DISPLAY=":0", name="/usr/bin/w3m") == []


def test_a_machine_without_a_browser_is_no_error(monkeypatch):
    def none():
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "get", none)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setitem(os.environ, "DISPLAY", ":0")
    open_page(Path("report.html"))
