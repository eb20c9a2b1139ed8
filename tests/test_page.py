import base64
import hashlib
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from coverage_kit.page import PLOTLY, render_page

HOSTILE = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
FIGURE = {
    "data": [{"type": "bar", "x": ["A", "</script>" + HOSTILE], "y": [1, 2], "text": [HOSTILE, HOSTILE]}],
    "layout": {"title": {"text": "</script>" + HOSTILE}, "height": 320, "width": 2000},
}


class Tags(HTMLParser):
    """Collects the tags of a page and the text of its scripts, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[str | None, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append((dict(attrs).get("type"), ""))

    def handle_data(self, data):
        if self.cdata_elem == "script":
            kind, text = self.scripts[-1]
            self.scripts[-1] = (kind, text + data)


def shows(data: dict, **more) -> NotebookNode:
    return new_code_cell("show()", execution_count=1, outputs=[new_output("display_data", data=data, **more)])


def page_of(*cells: NotebookNode, title: str = "T") -> str:
    return render_page([new_notebook(cells=list(cells))], title=title)


def main_part(page: str) -> str:
    return page[page.index("<main>") : page.index("</main>")]


@pytest.fixture(scope="module")
def hostile_page() -> str:
    return page_of(
        new_markdown_cell(f"# What stands here? {HOSTILE}\n\n[a link](javascript:window.hacked=1)"),
        shows({"text/html": f"<table onclick='window.hacked = 1'><tr><td>{HOSTILE}</td></tr></table>"}),
        shows({"text/markdown": f"## {HOSTILE}"}),
        shows({"text/plain": HOSTILE}),
        new_code_cell(f"print('''{HOSTILE}''')", outputs=[new_output("stream", name="stdout", text=HOSTILE)]),
        shows({PLOTLY: FIGURE, "text/html": "not this"}),
        new_markdown_cell("## Two more figures"),
        shows({PLOTLY: {"data": [{"type": "scatter", "x": [1, 2], "y": [2, 1]}], "layout": {}}}),
        shows({PLOTLY: {"data": [{"type": "heatmap", "z": [[1, 2], [2, 1]]}], "layout": {}}}),
        title=f"Coverage report: {HOSTILE}",
    )


def test_only_plotly_and_the_page_itself_run_a_script(hostile_page: str):
    page = Tags(hostile_page)
    kinds = [kind for kind, _ in page.scripts]
    assert kinds == ["application/json"] * 3 + [None, None]
    assert "window.hacked" not in "".join(text for kind, text in page.scripts if kind is None)
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not [tag for tag, _ in page.tags if tag in ("img", "iframe", "object", "embed", "link", "form")]
    assert not [a["href"] for _, a in page.tags if (a.get("href") or "").startswith("javascript")]


def test_the_policy_allows_just_those_two_scripts(hostile_page: str):
    page = Tags(hostile_page)
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for kind, text in page.scripts
        if kind is None
    ]
    assert f"script-src {hashes[0]} {hashes[1]};" in policy
    assert policy.startswith("default-src 'none';")


def test_hostile_text_is_shown_as_text(hostile_page: str):
    assert hostile_page.count("<script>window") == 0
    shown = main_part(hostile_page)
    assert f"<td>{ESCAPED}</td>" in shown
    assert f"<title>Coverage report: {ESCAPED.replace(chr(39), '&#x27;')}</title>" in hostile_page
    assert (
        shown.count("&lt;script&gt;window.hacked = 1&lt;/script&gt;") == 6
    )  # heading, table, markdown, text, code, stdout


def test_a_figure_is_kept_whole_but_takes_the_width_of_the_page(hostile_page: str):
    first = json.loads(next(text for kind, text in Tags(hostile_page).scripts if kind == "application/json"))
    assert first["data"] == FIGURE["data"]
    assert first["layout"] == {"title": {"text": "</script>" + HOSTILE}, "height": 320}
    assert 'style="height: 320px"' in hostile_page
    assert "not this" not in hostile_page


def test_nothing_is_loaded_from_elsewhere(hostile_page: str):
    page = Tags(hostile_page)
    assert not [a for _, a in page.tags if a.get("src") or a.get("srcset") or a.get("data")]
    assert "//cdn." not in hostile_page
    assert "@import" not in hostile_page.split("<script>")[0]
    assert hostile_page.count("plotly.js v") == 1


def test_contents_lead_to_the_headings():
    page = page_of(
        new_markdown_cell("# Who is heard?\n\nText.\n\n## By *outlet* & more"), new_markdown_cell("# Who is heard?")
    )
    assert re.findall(r'<li class="(.*?)"><a href="(.*?)">(.*?)</a></li>', page) == [
        ("level1", "#section-1", "Who is heard?"),
        ("level2", "#section-2", "By outlet &amp; more"),
        ("level1", "#section-3", "Who is heard?"),
    ]
    assert '<h2 id="section-2">By <em>outlet</em> &amp; more</h2>' in page
    assert '<h1 id="section-3">Who is heard?</h1>' in page
    assert "¶" not in page


def test_a_style_for_what_cells_show_is_taken_into_the_page():
    cell = shows({"text/html": '<style>.view { color: red }</style><b class="view">bold</b>'})
    page = render_page([new_notebook(cells=[cell])], title="A", style=".view { color: blue }")
    assert ".view { color: blue }" in page
    assert '<b class="view">bold</b>' in page
    assert "red" not in page.partition("<script>")[0]


def test_warnings_styles_and_empty_cells_stay_out():
    page = page_of(
        new_code_cell("run()", outputs=[new_output("stream", name="stderr", text="FutureWarning: soon")]),
        shows({"text/html": "<style scoped>.x { color: red }</style><b>bold</b>"}),
        new_code_cell("  "),
    )
    assert "FutureWarning" not in page
    assert ".x {" not in page
    assert "<b>bold</b>" in page
    assert page.count("<summary>Code</summary>") == 2


def test_code_is_folded_away():
    page = page_of(new_code_cell("a < b"))
    assert '<details class="code"><summary>Code</summary><pre>a &lt; b</pre></details>' in page


def test_a_picture_stands_in_the_page_itself():
    page = page_of(shows({"image/png": "aGVsbG8=\n", "text/plain": "<Figure>"}))
    assert '<img alt="" src="data:image/png;base64,aGVsbG8=">' in main_part(page)


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_without_network_draws_every_figure(hostile_page: str, tmp_path: Path, width: int):
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium or Chrome is on the PATH")
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(hostile_page, "utf-8", newline="\n")
    errors: list[str] = []
    requests: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_context(offline=True, viewport={"width": width, "height": 900}).new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(path.as_uri())
        figures = "[...document.querySelectorAll('.js-plotly-plot')]"
        tab.wait_for_function(
            f"{figures}.filter(f => f.querySelector('.main-svg :is(.trace, .hm image)')).length === 3"
        )
        widest = tab.evaluate("document.documentElement.scrollWidth")
        hacked = tab.evaluate("window.hacked === undefined ? 'no' : 'yes'")
        bars = tab.locator(".js-plotly-plot .bars .point").count()
        browser.close()
    assert (bars, hacked) == (2, "no")
    assert errors == []
    assert requests == [path.as_uri()]
    assert widest <= width
