import inspect
from datetime import date

import pandas as pd
import pytest

import coverage_kit
from coverage_kit import datasets
from coverage_kit.corpus import Corpus, CorpusError


@pytest.fixture
def articles():
    return pd.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "outlet": ["Daily", "Herald", "Herald"],
            "text": ["MOSCOW — He came. He left.", "One two.", "Three."],
            "published": pd.to_datetime(["2019-04-24", "2019-04-25", None]),
        }
    )


def test_changing_what_is_handed_out_changes_nothing(articles):
    corpus = Corpus(articles)
    handed_out = corpus.articles
    handed_out["outlet"] = "X"
    handed_out.loc[0, "text"] = "X"
    articles.loc[0, "text"] = "X"
    assert corpus.articles["outlet"].tolist() == ["Daily", "Herald", "Herald"]
    assert corpus.articles["text"][0] == "MOSCOW — He came. He left."


def test_a_corpus_cannot_be_changed(articles):
    with pytest.raises(AttributeError):
        Corpus(articles).articles = articles


def test_outlets_come_by_size_then_name(articles):
    more = pd.DataFrame({"article_id": ["d"], "outlet": ["Argus"], "text": ["x"]})
    assert Corpus(pd.concat([articles, more])).outlets == ["Herald", "Argus", "Daily"]


def test_missing_column(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles.drop(columns="outlet"))
    assert str(error.value) == "articles: the column 'outlet' is missing. Read your files with read_corpus"


def test_empty_cell(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles.assign(text=["", "x", "y"]))
    assert str(error.value) == "articles: the column 'text' has empty cells. Fill them in or drop those rows"


def test_repeated_id(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles.assign(article_id=["a", "b", "a"]))
    assert str(error.value) == "articles: the article_id 'a' occurs twice. Give each article its own"


def test_filter_keeps_the_spans_of_what_it_keeps(articles):
    spans = pd.DataFrame(
        {
            "article_id": ["a", "b"],
            "start": [0, 0],
            "end": [9, 3],
            "kind": ["dateline", "furniture"],
            "rule": ["r", "r"],
        }
    )
    corpus = Corpus(articles, spans).filter(outlet="Herald")
    assert corpus.articles["article_id"].tolist() == ["b", "c"]
    assert corpus.spans["article_id"].tolist() == ["b"]


def test_filter_names_the_columns(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles).filter(publisher="Herald")
    assert str(error.value) == (
        "filter: there is no column 'publisher'. Columns are 'article_id', 'outlet', 'text', 'published'"
    )


def test_days_are_filtered_as_written():
    corpus = datasets.load_summit()
    published = corpus.articles["published"]
    for wanted, expected in (
        ("2019-04-25", published == pd.Timestamp(2019, 4, 25)),
        (["2019-04-25", "2019-04-26"], published.isin([pd.Timestamp(2019, 4, 25), pd.Timestamp(2019, 4, 26)])),
        (slice("2019-04-24", "2019-04-26"), published.between("2019-04-24", "2019-04-26")),
        (slice(None, "2019-04-20"), published <= "2019-04-20"),
        (slice("2019-04-28", None), published >= "2019-04-28"),
    ):
        kept = corpus.filter(published=wanted).articles["article_id"]
        assert kept.tolist() == corpus.articles.loc[expected, "article_id"].tolist()


def test_a_day_has_all_its_hours_and_a_month_all_its_days(articles):
    times = pd.to_datetime(["2019-04-24 09:00", "2019-04-25 23:59", None])
    for seen in (times, times.tz_localize("Asia/Vladivostok")):
        corpus = Corpus(articles.assign(seen=seen))
        for wanted, expected in (
            ("2019-04-25", ["b"]),
            (slice("2019-04-24", "2019-04-25"), ["a", "b"]),
            (slice(date(2019, 4, 25), date(2019, 4, 25)), ["b"]),
            (slice("2019-03", "2019-04"), ["a", "b"]),
            (slice("2018", "2018"), None),
            ("2019", ["a", "b"]),
            (pd.Timestamp("2019-04-24 09:00"), ["a"]),
            (["2019-04-24", None], ["a", "c"]),
            (None, ["c"]),
            (slice(None, None), ["a", "b"]),
        ):
            if expected is None:
                with pytest.raises(CorpusError):
                    corpus.filter(seen=wanted)
            else:
                assert corpus.filter(seen=wanted).articles["article_id"].tolist() == expected


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (
            {"published": "someday"},
            "filter: 'someday' is no day. Write '2019-04-25', or '2019-04' for a month",
        ),
        (
            {"published": slice(2019, None)},
            "filter: 2019 is no day. Write '2019-04-25', or '2019-04' for a month",
        ),
        (
            {"outlet": slice(1, 2)},
            "filter: '1' to '2' is no range of 'outlet'. Give values that can be ordered like them, or a list",
        ),
        (
            {"outlet": slice("A", "D", 2)},
            "filter: slice('A', 'D', 2) has a step. Give the first value and the last: slice(first, last)",
        ),
    ],
)
def test_what_cannot_be_filtered(where, message):
    with pytest.raises(CorpusError) as error:
        datasets.load_summit().filter(**where)
    assert str(error.value) == message


def test_spans_of_articles_that_are_gone(articles):
    spans = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [3], "kind": ["byline"], "rule": ["r"]})
    with pytest.raises(CorpusError) as error:
        Corpus(articles[articles["article_id"] != "a"], spans)
    assert str(error.value) == (
        "spans: 0 to 3 of article 'a' is no part of its text. There is no such article; to keep some articles and "
        "their spans, use filter"
    )


MEASURES = [
    name
    for name in coverage_kit.__all__
    if inspect.isfunction(function := getattr(coverage_kit, name))
    and next(iter(inspect.signature(function).parameters)) == "corpus"
]


@pytest.mark.parametrize("name", MEASURES)
def test_what_is_no_corpus_is_refused(name, articles):
    measure = getattr(coverage_kit, name)
    others = [p for p in inspect.signature(measure).parameters.values() if p.default is p.empty][1:]
    for given, kind in ((articles, "DataFrame"), (None, "NoneType")):
        with pytest.raises(CorpusError) as error:
            measure(given, *("x" for p in others if p.kind is p.POSITIONAL_OR_KEYWORD))
        assert str(error.value) == (
            f"corpus: a {kind} is no corpus. Read your articles first: {name}(read_corpus(...))"
        )
    with pytest.raises(TypeError, match="missing"):
        measure()


def test_filter_refuses_to_leave_nothing(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles).filter(outlet="Argus")
    assert str(error.value) == "filter: no article has {'outlet': 'Argus'}. Look at corpus.articles['outlet']"


def test_unmarked_texts_keep_offsets(articles):
    spans = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [9], "kind": ["dateline"], "rule": ["dateline"]})
    texts = Corpus(articles, spans).unmarked_texts()
    assert texts == ["         He came. He left.", "One two.", "Three."]


def test_fingerprint_follows_text_and_spans_only(articles):
    base = Corpus(articles).fingerprint
    assert Corpus(articles.assign(section="World")).fingerprint == base
    assert Corpus(articles.assign(text=["X", "One two.", "Three."])).fingerprint != base
    spans = pd.DataFrame({"article_id": ["a"], "start": [0], "end": [9], "kind": ["dateline"], "rule": ["dateline"]})
    assert Corpus(articles, spans).fingerprint != base


def test_html_escapes_and_counts(articles):
    corpus = Corpus(articles.assign(outlet=["<b>Daily</b>", "H & H", "H & H"]), note="Invented <here>.")
    page = corpus._repr_html_()
    assert "<b>Daily" not in page
    assert "&lt;b&gt;Daily" in page
    assert "Invented &lt;here&gt;." in page
    assert "3 articles, 2 outlets" in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outlet": [1, 2, 3]}, "articles: the column 'outlet' is not text. Read your files with read_corpus"),
        (
            {"published": ["2019-04-25", "", ""]},
            "articles: the column 'published' holds no dates. Read your files with read_corpus",
        ),
    ],
)
def test_columns_of_the_wrong_kind(articles, change, message):
    with pytest.raises(CorpusError) as error:
        Corpus(articles.assign(**change))
    assert str(error.value) == message


def test_no_articles(articles):
    with pytest.raises(CorpusError) as error:
        Corpus(articles.iloc[:0])
    assert str(error.value) == "articles: there is none. Give at least one article"


@pytest.mark.parametrize(("key", "start", "end"), [("b", -1, 3), ("b", 3, 3), ("b", 0, 9)])
def test_spans_lie_in_the_text(articles, key, start, end):
    spans = pd.DataFrame({"article_id": [key], "start": [start], "end": [end], "kind": ["byline"], "rule": ["r"]})
    with pytest.raises(CorpusError) as error:
        Corpus(articles, spans)
    place = f"{start} to {end} of article '{key}'"
    assert str(error.value) == f"spans: {place} is no part of its text. Offsets count characters, the end is exclusive"
