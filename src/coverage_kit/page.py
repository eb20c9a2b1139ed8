"""One HTML page made of executed notebooks, which loads nothing from elsewhere and runs no script but its own."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
DEFAULT_HEIGHT = 450  # pixels, as plotly's own
_CDN = re.compile(r"https://cdn\.[\w./]+")

# What may stand in a page; other tags in a cell's HTML, such as scripts and pictures, are shown as text.
_TAGS = """a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i li mark ol p pre q s
section small span strong sub summary sup table tbody td tfoot th thead tr ul"""
_ATTRIBUTES = {
    "*": ["class", "dir", "lang", "title"],
    "a": ["href"],
    "details": ["open"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}

_STYLE = """
:root { color-scheme: light; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: #fff;
  font: 1.0625rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; }
h1, h2, h3 { line-height: 1.25; margin: 2.2rem 0 .8rem; }
header h1 { margin-top: 0; }
header p, summary, nav { color: var(--faint); font-size: .9375rem; }
.text { max-width: 46rem; }
a { color: #0b57a4; }
nav ul { list-style: none; padding: 0; }
.level2 { margin-left: 1.2rem; } .level3 { margin-left: 2.4rem; }
.level4, .level5, .level6 { display: none; }
pre { background: #f6f8fa; padding: .8rem; overflow-x: auto; font-size: .875rem; line-height: 1.45;
  white-space: pre-wrap; }
details.code { margin: .3rem 0; } summary { cursor: pointer; }
.output { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9375rem; line-height: 1.4; }
th, td { border: 0; border-bottom: 1px solid var(--line); padding: .35rem .7rem; text-align: left; }
tbody th { vertical-align: top; font-weight: normal; color: var(--faint); }
td { vertical-align: top; min-width: 4rem; max-width: 40rem; }
.figure { width: 100%; margin: 1rem 0; }
img { max-width: 100%; }
@media print { nav, details.code { display: none; } body { max-width: none; } }
"""

_DRAW = """
const config = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ["sendChartToCloud"] };
for (const script of document.querySelectorAll("script[type='application/json']")) {
  const figure = JSON.parse(script.textContent);
  Plotly.newPlot(script.previousElementSibling, figure.data, figure.layout, config);
}
"""

_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src $allowed; \
style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<h1>$title</h1>
<p>Made with coverage_kit $version</p>
</header>
<nav aria-label="Contents">
<ul>
$contents
</ul>
</nav>
<main>
$body
</main>
<script>$plotly</script>
<script>$draw</script>
</body>
</html>
""")


def render_page(notebooks: Sequence["NotebookNode"], *, title: str, style: str = "") -> str:
    """Return executed notebooks as one HTML page that loads nothing from elsewhere.

    Text of articles comes from the web, so no script in it may run: HTML of cells is cut down to harmless tags, and
    the page's policy lets only the two scripts run that are written here. `style` adds rules for what cells show.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> page = render_page([new_notebook(cells=[new_markdown_cell("## A <script>1</script>")])], title="A & B")
    >>> "<title>A &amp; B</title>" in page, "<script>1" in page
    (True, False)
    """
    from plotly.offline import get_plotlyjs

    plotly = _CDN.sub("", get_plotlyjs())
    headings: list[tuple[int, str]] = []
    body = "\n".join(_render_cell(cell, headings) for notebook in notebooks for cell in notebook.cells)
    contents = "\n".join(
        f'<li class="level{level}"><a href="#section-{number}">{text}</a></li>'
        for number, (level, text) in enumerate(headings, 1)
    )
    return _PAGE.substitute(
        title=html.escape(title),
        version=html.escape(version("coverage-kit")),
        allowed=" ".join(f"'sha256-{_sha256(script)}'" for script in (plotly, _DRAW)),
        style=_STYLE + style,
        contents=contents,
        body=body,
        plotly=plotly,
        draw=_DRAW,
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _render_cell(cell: "NotebookNode", headings: list[tuple[int, str]]) -> str:
    if cell.cell_type == "markdown":
        return f'<div class="text">{_numbered(_markdown(cell.source), headings)}</div>'
    if cell.cell_type != "code" or not cell.source.strip():
        return ""
    code = f'<details class="code"><summary>Code</summary><pre>{html.escape(cell.source)}</pre></details>'
    return "\n".join([code, *map(_render_output, cell.outputs)])


def _numbered(text: str, headings: list[tuple[int, str]]) -> str:
    """Give each heading an anchor and note it for the table of contents."""

    def with_anchor(match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        headings.append((level, re.sub(r"<[^>]*>", "", inner)))
        return f'<h{level} id="section-{len(headings)}">{inner}</h{level}>'

    return re.sub(r"<h([1-6])>(.*?)</h\1>", with_anchor, text, flags=re.DOTALL)


def _render_output(output: "NotebookNode") -> str:
    """Return a cell's output as HTML; warnings and other lines on the error stream are left out."""
    if output.output_type == "stream":
        return f"<pre>{html.escape(output.text)}</pre>" if output.name == "stdout" else ""
    data = output.get("data", {})
    if PLOTLY in data:
        return _figure(data[PLOTLY])
    if "text/html" in data:
        return f'<div class="output">{_harmless(data["text/html"])}</div>'
    if "text/markdown" in data:
        return f'<div class="output">{_markdown(data["text/markdown"])}</div>'
    if "image/png" in data:
        return f'<img alt="" src="data:image/png;base64,{html.escape("".join(data["image/png"].split()))}">'
    return f"<pre>{html.escape(data.get('text/plain', ''))}</pre>"


def _figure(spec: Mapping[str, Any]) -> str:
    """Return a place for a figure and, as data, what is to be drawn there; it takes the width of the page."""
    layout = {key: value for key, value in spec.get("layout", {}).items() if key != "width"}
    height = layout.get("height", DEFAULT_HEIGHT)
    data = json.dumps({"data": spec.get("data", []), "layout": layout}).replace("<", r"\u003c")
    return (
        f'<div class="figure" style="height: {float(height):g}px"></div><script type="application/json">{data}</script>'
    )


def _markdown(source: str) -> str:
    from nbconvert.filters import markdown2html

    return _harmless(re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html(source)))


def _harmless(text: str) -> str:
    """Return HTML with tags and attributes that can do no harm; other tags are shown as text.

    Examples
    --------
    >>> _harmless('<p onclick="run()">He said <script>run()</script></p>')
    '<p>He said &lt;script&gt;run()&lt;/script&gt;</p>'
    """
    from nbconvert.preprocessors.sanitize import SanitizeHTML

    without_style = re.sub(r"<style\b.*?</style>", "", text, flags=re.DOTALL | re.IGNORECASE)
    return SanitizeHTML(tags=_TAGS.split(), attributes=_ATTRIBUTES).sanitize_html_tags(without_style)
