import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.figures.highlight import ROLES, STYLE, Span, article_html, mark_up


class Reader(HTMLParser):
    """Reads each character with the classes of the element it stands in; refuses elements that are not nested."""

    def __init__(self):
        super().__init__()
        self.open, self.characters = [], []

    def handle_starttag(self, tag, attributes):
        self.open.append((tag, set((dict(attributes).get("class") or "").split())))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = set().union(*(classes for _, classes in self.open))
        self.characters += [(character, classes) for character in data]


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.characters


def stripped(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


def page(text="It rained.", spans=(), **parts):
    given = {"title": "", "facts": ["Daily A"], "speakers": [], "notes": []} | parts
    return article_html(text, list(spans), **given)


TEXT = "Lee said Ito wants rain.\nNo, he said."


def test_pieces_by_hand():
    spans = [
        Span(0, 3, "source", "Lee · indirect"),
        Span(9, 23, "content", "Lee · indirect"),
        Span(9, 12, "source", "Ito · indirect"),
        Span(19, 23, "content", "Ito · indirect"),
        Span(13, 23, "term", "weather"),
    ]
    assert mark_up(TEXT, spans).split("\n") == [
        '<p><b class="ck-source" title="Lee · indirect">Lee</b> said '
        '<b class="ck-source ck-content" title="Ito · indirect | Lee · indirect">Ito</b>'
        '<mark class="ck-content" title="Lee · indirect"> </mark>'
        '<strong class="ck-term ck-content" title="weather | Lee · indirect">wants </strong>'
        '<strong class="ck-term ck-content ck-nested" title="Ito · indirect | weather | Lee · indirect">rain</strong>'
        ".</p>",
        "<p>No, he said.</p>",
    ]


def test_a_span_over_paragraphs_is_cut_at_each():
    assert mark_up("One\n\ntwo", [Span(1, 7, "content")]) == (
        '<p>O<mark class="ck-content">ne</mark></p>\n\n<p><mark class="ck-content">tw</mark>o</p>'
    )


def test_quoted_is_what_is_quoted_in_a_content():
    assert mark_up("“A” “B”", [Span(0, 3, "quoted"), Span(4, 7, "quoted"), Span(4, 7, "content")]) == (
        '<p>“A” <mark class="ck-quoted ck-content">“B”</mark></p>'
    )


def test_no_text_and_no_spans():
    assert mark_up("", []) == ""
    assert mark_up("", [Span(0, 0, "cue")]) == ""
    assert mark_up("a & b", []) == "<p>a &amp; b</p>"


def test_everything_is_escaped():
    evil = "<script>alert(1)</script> & \"x\" 'y'"
    html = page(
        evil,
        [Span(0, 8, "source", evil)],
        title=evil,
        facts=[evil, evil],
        speakers=[(evil, evil, evil, 3)],
        notes=[evil],
    )
    assert "<script" not in html
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot; &#x27;y&#x27;"
    assert html.count(escaped) == 1 + 1 + 2 + 3 + 1  # tooltip, title, facts, table, note; the text is cut
    assert f'title="{escaped}"' in html
    read(html)


def test_a_note_stays_on_one_line():
    assert mark_up("a", [Span(0, 1, "cue", "one\n two")]) == '<p><i class="ck-cue" title="one two">a</i></p>'


texts = st.text(st.one_of(st.sampled_from("ab \n<>&\"'“;#x1"), st.characters(exclude_categories=["Cs"])), max_size=40)


@st.composite
def marked_texts(draw):
    text = draw(texts)
    place = st.integers(0, len(text))
    triples = draw(st.lists(st.tuples(place, place, st.sampled_from(sorted(ROLES)), texts), max_size=12))
    return text, [Span(min(a, b), max(a, b), role, note) for a, b, role, note in triples]


@given(marked_texts())
def test_the_text_is_kept_and_each_character_has_the_classes_of_its_spans(marked):
    text, spans = marked
    html = mark_up(text, spans)
    assert stripped(html) == text
    characters = read(html)
    assert "".join(character for character, _ in characters) == text
    for place, (character, classes) in enumerate(characters):
        held = [span.role for span in spans if span.start <= place < span.end]
        expected = {f"ck-{role}" for role in held if role != "quoted" or "content" in held}
        if held.count("content") > 1:
            expected.add("ck-nested")
        assert classes == (set() if character == "\n" else expected)


def test_order_of_spans_makes_no_difference():
    spans = [Span(0, 9, "content", "x"), Span(2, 5, "content", "y"), Span(4, 7, "term"), Span(2, 3, "source")]
    assert mark_up(TEXT, spans) == mark_up(TEXT, spans[::-1])


def test_many_spans():
    text = '"' * 100_000
    assert mark_up(text, [Span(i, i + 1, "content") for i in range(100_000)]).count("<mark") == 100_000


def test_the_page_needs_nothing_else():
    html = page(spans=[Span(0, 2, role) for role in ROLES], title="Rain", speakers=[("Ann Lee", "she", "1 direct", 4)])
    for foreign in ("http", "url(", "@import", "<script", "<link", "src=", " id="):
        assert foreign not in html
    assert html == page(
        spans=[Span(0, 2, role) for role in ROLES], title="Rain", speakers=[("Ann Lee", "she", "1 direct", 4)]
    )


def test_the_page_in_order():
    html = page(
        "Lee said no.",
        [Span(0, 3, "source"), Span(9, 11, "content")],
        title="Rain",
        facts=["Daily A", "2019-04-25", "a1"],
        speakers=[("Ann Lee", "Lee", "1 indirect", 1)],
        notes=["A note."],
    )
    shown = [line for line in stripped(html.split("</style>")[1]).split("\n") if line]
    assert shown == [
        "Rain",
        "Daily A · 2019-04-25 · a1",
        "source content, paraphrased",
        "Lee said no.",
        "SpeakerIn the textAttributionsWordsAnn LeeLee1 indirect1",
        "A note.",
    ]
    read(html)


def test_without_title_spans_or_speakers_their_place_is_left_out():
    html = page().split("</style>")[1]
    assert re.findall('class="([^"]*)"', html) == ["ck-article tex2jax_ignore mathjax_ignore", "ck-facts", "ck-text"]


def test_the_page_can_be_saved_in_any_encoding():
    html = page("“Nö,” 說 \U0001f327", title="Ō")
    assert html.isascii()
    assert "“Nö,” 說 \U0001f327" in stripped(html)


def test_the_style_is_scoped():
    for selectors in re.findall(r"([^{}]+){[^}]*}", STYLE):
        for selector in selectors.split(","):
            assert re.match(r'\s*(\[data-jp-theme-light="false"\] )?\.ck-article\b', selector), selector


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_contrast_in_light_and_dark(theme):
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for the lines that tell a role (1.4.11)."""
    rule = re.findall(r"\.ck-article {[^}]*}", STYLE)[theme]
    colours = dict(re.findall(r"--(\w+): (#[0-9A-F]{6})", rule))
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.005)  # a published example
    for ground in ("ground", "tint", "light"):
        for ink in ("ink", "faint", "source", "cue"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["edge"], colours[ground]) >= 3, ground


def test_no_role_is_told_by_colour_alone():
    for role in [*ROLES, "nested"]:
        rules = "".join(re.findall(rf"\.ck-{role}\b[^{{]*{{([^}}]*)}}", STYLE))
        assert re.search("border|text-decoration|font-size", rules), role
