import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.omissions import name_pattern

MAYOR = "Mayor Ana Ruiz said the bridge was shut."
ROWER = "Engineer Igor Belov said rowers were angry and tired."
BAKER = "Teacher Tom Okafor said bread was dear."
BUSY = "Ruiz was busy."


def corpus_of(*articles, **columns):
    """Make a corpus of (outlet, story, text)."""
    frame = pd.DataFrame(articles, columns=["outlet", "story", "text"]).assign(**columns)
    return ck.read_corpus(frame)


def listed(result):
    columns = ["outlet", "speaker", "found", "n_with", "n_others", "n_texts", "n_attributions", "named"]
    return set(result.table[columns].itertuples(index=False, name=None))


def test_who_is_heard_elsewhere_and_who_only_here():
    corpus = corpus_of(
        ("A", "bridge", f"{MAYOR} {ROWER}"),
        ("B", "bridge", f"{MAYOR} {MAYOR}"),
        ("C", "bridge", f"{BUSY} {BAKER} {BAKER}"),
        ("D", "bridge", f"{MAYOR}"),
    )
    assert listed(ck.omissions(corpus)) == {
        ("C", "Ana Ruiz", "elsewhere", 3, 3, 3, 4, True),
        ("C", "Tom Okafor", "only here", 0, 3, 1, 2, True),
    }  # Belov is heard in one outlet, and only once.


def test_what_would_be_expected():
    """The others let somebody be heard five times, twice of them Ruiz; C does so ten times."""
    corpus = corpus_of(
        ("A", "bridge", f"{MAYOR} {ROWER}"),
        ("B", "bridge", f"{MAYOR} {ROWER} {ROWER}"),
        ("C", "bridge", " ".join([BAKER] * 10)),
    )
    table = ck.omissions(corpus).table.set_index("speaker")
    assert table.loc["Ana Ruiz", "expected"] == pytest.approx(10 * 2 / 5)
    assert pd.isna(table.loc["Tom Okafor", "expected"])


def test_stories_are_compared_one_by_one():
    corpus = corpus_of(
        *[(outlet, "bridge", MAYOR) for outlet in "AB"], ("C", "bridge", BAKER), *[(o, "bread", BAKER) for o in "ABC"]
    )
    assert listed(ck.omissions(corpus)) == {("C", "Ana Ruiz", "elsewhere", 2, 2, 2, 2, False)}


def test_copies_of_one_text_count_as_one():
    texts = [("A", "bridge", MAYOR), ("B", "bridge", MAYOR), ("C", "bridge", BAKER)]
    assert len(ck.omissions(corpus_of(*texts)).table) == 1
    assert len(ck.omissions(corpus_of(*texts, reprint_group=["x", "x", None])).table) == 0


def test_two_copies_show_no_omissions():
    text = f"{MAYOR} {ROWER} {BAKER}"
    corpus = corpus_of(("A", "bridge", text), ("B", "bridge", text), ("C", "bridge", text))
    assert len(ck.omissions(corpus).table) == 0


def test_an_attribution_deleted_from_one_article_is_listed():
    whole = corpus_of(*[(outlet, "bridge", f"{MAYOR} {ROWER}") for outlet in "ABCD"])
    assert len(ck.omissions(whole).table) == 0
    cut = corpus_of(*[(outlet, "bridge", f"{MAYOR} {ROWER}") for outlet in "ABC"], ("D", "bridge", MAYOR))
    assert listed(ck.omissions(cut)) == {("D", "Igor Belov", "elsewhere", 3, 3, 3, 3, False)}


def test_the_figure_shows_one_story_with_passages():
    corpus = corpus_of(
        ("A", "bridge", MAYOR), ("B", "bridge", f"{MAYOR} {MAYOR}"), ("C", "bridge", BUSY), ("A", "tax", ROWER),
        ("B", "tax", BAKER),
    )  # fmt: skip
    result = ck.omissions(corpus)
    figure = result.plot()
    assert figure.layout.title.text == "Who is heard, story “bridge”"
    rings, dots = figure.data
    assert (dots.x, dots.y, dots.text) == ((0, 1), (0, 0), ("1", "2"))
    assert (rings.x, rings.y) == ((2,), (0,))
    assert dots.hovertext[0] == "<b>Ana Ruiz</b> in A<br>attributions: 1<br>Mayor Ana Ruiz said the bridge was shut."
    assert len(result.plot(of="tax").data[1].x) == 2
    with pytest.raises(ValueError) as error:
        result.plot(of="weather")
    assert str(error.value) == "of: there is no story 'weather' that two have in common. There are 'bridge', 'tax'"


def test_passages_are_those_of_the_others():
    corpus = corpus_of(("A", "bridge", MAYOR), ("B", "bridge", MAYOR), ("C", "bridge", BUSY))
    passages = ck.omissions(corpus).passages(story="bridge", speaker="Ana Ruiz")
    assert passages["outlet"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ana Ruiz", "It was Ruiz.", True),
        ("Ana Ruiz", "It was Ana.", False),
        ("Moon Jae-in", "Moon went.", True),
        ("Kim Jong Un", "Kim went.", True),
        ("regional official", "A Regional official went.", True),
        ("regional official", "An official went.", False),
        ("Kremlin", "kremlins", False),
    ],
)
def test_a_person_is_named_by_the_family_name_too(name, text, found):
    assert bool(name_pattern(name).search(text)) == found


def test_a_corpus_without_stories():
    corpus = ck.read_corpus(pd.DataFrame({"outlet": ["A", "B"], "text": [MAYOR, BAKER]}))
    with pytest.raises(ck.CorpusError) as error:
        ck.omissions(corpus)
    assert str(error.value) == ("within: there is no column 'story'. Columns are 'article_id', 'outlet', 'text'")
