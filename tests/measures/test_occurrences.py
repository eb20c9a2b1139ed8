import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.measures.design import group_articles
from coverage_kit.measures.occurrences import (
    ZONES,
    absent,
    evidence_of,
    find_occurrences,
    find_terms,
    what_is_counted,
    wordless,
)
from coverage_kit.text.tokens import count_words

TERMS = ["broker", "sanction*", "special train"]
DATELINE = "PORT MARLOW — "
TEXT = DATELINE + "One broker came. Two left for home. Three stayed on. A broker remained. He was the last."


def corpus_of(*rows, **columns):
    frame = pd.DataFrame(rows, columns=["id", "outlet", "text"]).assign(**columns)
    return ck.read_corpus(frame)


def marked(corpus, *spans):
    rows = [(article_id, start, end, "furniture", "r") for article_id, start, end in spans]
    return corpus.replace(spans=pd.DataFrame(rows, columns=["article_id", "start", "end", "kind", "rule"]))


@pytest.fixture
def port():
    corpus = corpus_of(("a", "A", TEXT), ("b", "B", "No broker."), title=["A broker’s broker", None])
    return marked(corpus, ("a", 0, len(DATELINE)))


def test_zones_by_hand(port):
    """The lead are the first three sentences of the reporting, without the dateline."""
    found = {zone: find_terms(port, "broker", zone=zone) for zone in ZONES}
    assert {zone: held.words.tolist() for zone, held in found.items()} == {
        "headline": [3, 0],
        "lead": [10, 2],
        "body": [7, 0],
    }
    assert {zone: held.matrix().ravel().tolist() for zone, held in found.items()} == {
        "headline": [2, 0],
        "lead": [1, 1],
        "body": [1, 0],
    }
    places = {zone: held.hits[["start", "end"]].to_numpy().tolist() for zone, held in found.items()}
    assert places["headline"] == [[2, 8], [11, 17]]
    assert [TEXT[start:end] for start, end in places["body"]] == ["broker"]
    assert places["body"][0][0] == TEXT.rindex("broker")


def test_zones_add_up_to_title_and_text(summit):
    titles, texts = summit.articles["title"].fillna(""), summit.unmarked_texts()
    found = [find_terms(summit, TERMS, zone=zone) for zone in ZONES]
    words = [count_words(title) + count_words(text) for title, text in zip(titles, texts, strict=True)]
    assert sum(held.words for held in found).tolist() == words
    whole = find_terms(summit, TERMS)
    assert (found[1].words + found[2].words == whole.words).all()
    assert (found[1].matrix() + found[2].matrix() == whole.matrix()).all()
    assert found[0].matrix().sum() > 0


def test_voices_add_up_in_every_zone(summit):
    for zone in (None, "lead", "body"):
        whole, own, attributed = (
            find_occurrences(summit, TERMS, zone=zone, voice=v) for v in (None, "own", "attributed")
        )
        assert (own.matrix() + attributed.matrix() == whole.matrix()).all()
        assert (own.words == whole.words).all()
        assert attributed.matrix().sum() > 0


def test_a_headline_is_in_the_outlets_own_voice(port):
    hits = find_occurrences(port, "broker", zone="headline").hits
    assert hits["voice"].tolist() == ["own", "own"]
    assert hits["speaker"].isna().all()


def test_no_phrase_reaches_across_marked_text():
    text = "The special advert train left. A special train came."
    corpus = marked(corpus_of(("a", "A", text)), ("a", text.index("advert"), text.index("train")))
    assert find_terms(corpus, "special train").hits[["start", "end"]].to_numpy().tolist() == [[33, 46]]


def test_nothing_is_found_in_an_article_that_is_all_marked(port):
    corpus = marked(port, ("b", 0, 10))
    for zone in (None, "lead", "body"):
        found = find_terms(corpus, "broker", zone=zone)
        assert found.words[1] == 0
        assert found.matrix()[1].tolist() == [0]


def test_evidence_has_group_voice_and_speaker(small):
    found = find_occurrences(small, "broker")
    evidence = evidence_of(small, found, group_articles(small, "outlet", taken=()), by="outlet", zone=None)
    assert evidence.columns.tolist() == ["term", "outlet", "article_id", "start", "end", "voice", "speaker"]
    assert evidence[["outlet", "article_id", "voice"]].to_numpy().tolist() == [
        ["A", "a1", "own"],
        ["A", "a2", "own"],
        ["A", "a2", "own"],
        ["B", "b1", "attributed"],
    ]
    lead = evidence_of(small, found, group_articles(small, "outlet", taken=()), by="outlet", zone="lead")
    assert set(lead["zone"]) == {"lead"}


def test_only_some_articles(small):
    found = find_occurrences(small, ["broker", "he"])
    kept = found.only(np.array([False, True, True, False]))
    assert kept.matrix().tolist() == [[0, 0], [2, 0], [1, 1], [0, 0]]
    assert kept.words.tolist() == found.words.tolist()
    assert found.matrix().tolist() == [[1, 1], [2, 0], [1, 1], [0, 0]]


def test_what_is_said_of_it(small):
    groups = group_articles(small, "outlet", taken=())
    assert what_is_counted(None, None) == ""
    assert what_is_counted("headline", None) == " of headlines"
    assert what_is_counted("lead", "own") == " of leads, in the outlet's own voice"
    assert what_is_counted("body", "attributed") == " of text below the lead, attributed to others"
    assert absent(find_terms(small, "broker")) is None
    assert absent(find_terms(small, ["zebra", "broker", "gnu"])) == (
        "Not found in the reporting of any article: zebra, gnu."
    )
    assert wordless(np.array([3, 0, 1, 0]), groups) is None
    assert wordless(np.array([3, 0, 0, 0]), groups) == "No rate for 'B': no words of reporting are left."
    assert wordless(np.array([0, 0, 0, 0]), groups, "lead") == "No rate for 'A', 'B': no words of leads are left."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"zone": "title"},
            "zone: 'title' is not known. Choose from headline, lead, body, or leave it out for the text",
        ),
        ({"voice": ["own"]}, "voice: '['own']' is not known. Choose 'own' or 'attributed', or leave it out for both"),
        (
            {"zone": "headline", "voice": "own"},
            "voice: headlines are not read for voices. Choose the zone 'lead' or 'body', or leave one out",
        ),
        (
            {"zone": "headline"},
            "zone: the corpus has no column 'title', so it has no headlines. Read the articles with their titles, or "
            "choose the zone 'lead' or 'body'",
        ),
    ],
)
def test_messages(small, options, message):
    with pytest.raises((CorpusError, ValueError)) as error:
        find_occurrences(small, "broker", **options)
    assert str(error.value) == message
