"""One article as it was printed, with what stands in it highlighted: an HTML fragment that needs nothing else."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

# Of each role its tag, so that something is left to see where style sheets are stripped, and its name in the legend.
# Where several roles meet in a piece, the first gives the tag.
ROLES = {
    "term": ("strong", "term"),
    "source": ("b", "source"),
    "cue": ("i", "cue"),
    "quoted": ("mark", "content, quoted"),
    "content": ("mark", "content, paraphrased"),
    "unheard": ("span", "wish, plan, or nobody named: outlet’s own voice"),
    "marked": ("small", "not counted: furniture, dateline, byline, credit"),
}

# No role is told by colour alone, and each colour of text has a contrast of 4.5 on each background, in both themes.
STYLE = """
.ck-article { --ink: #222222; --faint: #5E5E5E; --line: #CFCFCF; --ground: #FFFFFF; --tint: #FFEAA0; --light: #FFF8DC;
  --edge: #A07400; --source: #00548A; --cue: #8F3E00; color: var(--ink); background: var(--ground);
  box-sizing: border-box; max-width: 42em; padding: .75em 1em; overflow-wrap: break-word;
  font: 1rem/1.6 system-ui, sans-serif; }
[data-jp-theme-light="false"] .ck-article { --ink: #E6E6E6; --faint: #B4B4B4; --line: #4A4A4A; --ground: #111111;
  --tint: #4A401C; --light: #25210F; --edge: #B8964A; --source: #8CCBF7; --cue: #FFB885; }
.ck-article p { margin: 0 0 .8em; text-align: left; }
.ck-article .ck-title { margin-bottom: .2em; font: bold 1.4em/1.25 Georgia, serif; }
.ck-article .ck-facts, .ck-article .ck-note { color: var(--faint); font-size: .875em; }
.ck-article .ck-legend { border: solid var(--line); border-width: 1px 0; padding: .4em 0; font-size: .875em; }
.ck-article .ck-legend > * { margin-right: .8em; }
.ck-article .ck-text { max-width: 38em; font-family: Georgia, serif; }
.ck-article .ck-text p { white-space: pre-wrap; }
.ck-article .ck-source, .ck-article .ck-cue { text-decoration: underline 2px; text-underline-offset: .2em; }
.ck-article .ck-source { color: var(--source); font-weight: bold; }
.ck-article .ck-cue { color: var(--cue); font-style: italic; text-decoration-style: dotted; }
.ck-article mark { background: none; color: inherit; print-color-adjust: exact; }
.ck-article .ck-content { background: var(--light); border-bottom: 1px dashed var(--edge); }
.ck-article .ck-quoted { background: var(--tint); border-bottom: 1px solid var(--edge); }
.ck-article .ck-nested { border-bottom: 3px double var(--edge); }
.ck-article .ck-unheard { border-bottom: 2px dotted var(--faint); }
.ck-article .ck-term { border: 2px solid; border-radius: 3px; padding: 0 .1em; font-weight: bold; }
.ck-article .ck-marked { color: var(--faint); font-size: .85em; }
.ck-article .ck-speakers { border-collapse: collapse; table-layout: auto; margin: 0 0 .8em; color: inherit;
  font-size: .875em; }
.ck-article .ck-speakers tr:nth-child(n) { background: none; }
.ck-article .ck-speakers th, .ck-article .ck-speakers td { border-bottom: 1px solid var(--line); text-align: left;
  padding: .3em 1.2em .3em 0; vertical-align: top; line-height: 1.4; }
.ck-article .ck-speakers :last-child:not(tr) { padding-right: 0; text-align: right; }
"""


class Span(NamedTuple):
    """A part of a text, the role it has there, and what is said about it when the pointer rests on it."""

    start: int
    end: int
    role: str
    note: str = ""


def mark_up(text: str, spans: Iterable[Span]) -> str:
    """Return a text as HTML, a paragraph a line, cut wherever a span begins or ends; each piece has its spans' roles.

    Spans may overlap and run over paragraphs. What stands in two contents is "nested" too; what is "quoted" but in no
    content, such as a title, is left as it is.

    Examples
    --------
    >>> mark_up("Lee said no.", [Span(0, 3, "source", "Ann Lee"), Span(9, 11, "content")])
    '<p><b class="ck-source" title="Ann Lee">Lee</b> said <mark class="ck-content">no</mark>.</p>'
    """
    waiting = sorted((span for span in spans if span.start < span.end), key=lambda span: span.start, reverse=True)
    breaks = [place for place, character in enumerate(text) if character == "\n"]
    borders = {0, len(text), *breaks, *(place + 1 for place in breaks)}
    borders.update(*(span[:2] for span in waiting))
    around: list[Span] = []
    pieces = []
    for start, end in pairwise(sorted(borders)):
        around = [span for span in around if span.end > start]
        while waiting and waiting[-1].start <= start:
            around.append(waiting.pop())
        pieces.append(_piece(text[start:end], around))
    return "\n".join(f"<p>{line}</p>" if line else "" for line in "".join(pieces).split("\n"))


def _piece(words: str, around: Sequence[Span]) -> str:
    contents = sum(span.role == "content" for span in around)
    around = [span for span in around if contents or span.role != "quoted"]
    if not around or words == "\n":
        return escape(words)
    held = {span.role for span in around}
    roles = [role for role in ROLES if role in held] + ["nested"] * (contents > 1)
    innermost_first = sorted(around, key=lambda span: span.end - span.start)
    # On one line, as lines are paragraphs here.
    notes = dict.fromkeys(" ".join(span.note.split()) for span in innermost_first)
    return _element(words, roles, note=" | ".join(note for note in notes if note))


def _element(words: str, roles: Sequence[str], *, note: str = "") -> str:
    tag = ROLES[roles[0]][0]
    tip = f' title="{escape(note)}"' if note else ""
    return f'<{tag} class="{" ".join(f"ck-{role}" for role in roles)}"{tip}>{escape(words)}</{tag}>'


def article_html(
    text: str,
    spans: Sequence[Span],
    *,
    title: str,
    facts: Iterable[str],
    speakers: Sequence[tuple[str, str, str, int]],
    notes: Iterable[str],
) -> str:
    """Return an article with its spans highlighted, under its title and facts, and over who speaks in it.

    Of each speaker: the name, what the text calls it, the attributions and the words. The HTML is ASCII, so that it
    may be saved in any encoding.

    Examples
    --------
    >>> page = article_html("It rained.", [], title="A & B", facts=["Daily A"], speakers=[], notes=[])
    >>> "A &amp; B" in page, "<p>It rained.</p>" in page
    (True, True)
    """
    used = {span.role for span in spans}
    legend = [_element(name, [role]) for role, (_, name) in ROLES.items() if role in used]
    parts = [
        f"<style>{STYLE}</style>",
        # A dollar sign is a dollar sign: no formulas are looked for inside these classes.
        '<div class="ck-article tex2jax_ignore mathjax_ignore">',
        f'<p class="ck-title"><strong>{escape(title)}</strong></p>' if title else "",
        f'<p class="ck-facts">{escape(" · ".join(facts))}</p>',
        f'<p class="ck-legend">{" ".join(legend)}</p>' if legend else "",
        f'<div class="ck-text">\n{mark_up(text, spans)}\n</div>',
        _table(speakers) if speakers else "",
        *(f'<p class="ck-note">{escape(note)}</p>' for note in notes),
        "</div>",
    ]
    return "\n".join(part for part in parts if part).encode("ascii", "xmlcharrefreplace").decode()


def _table(speakers: Sequence[tuple[str, str, str, int]]) -> str:
    heading = "".join(f'<th scope="col">{name}</th>' for name in ("Speaker", "In the text", "Attributions", "Words"))
    rows = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in speakers)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table class="ck-speakers"><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>'
