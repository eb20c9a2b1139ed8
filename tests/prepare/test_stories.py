import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.prepare.stories import find_stories

FERRY = [
    "Dockers in Alder Bay walked out on Monday and stopped all ferries to the islands. Their union, led by Mira "
    "Tolland, wants a rise of eight percent. The harbour company called the strike needless.",
    "Ferries to the islands stayed in port after dockers in Alder Bay walked out. Union leader Mira Tolland said the "
    "strike would go on until the harbour company offers a rise of eight percent.",
    "The strike of dockers in Alder Bay has cut off the islands: no ferries, no post. Mira Tolland of the union asked "
    "the harbour company for a rise of eight percent.",
]
HAIL = [
    "Hail the size of eggs ruined orchards around Quellen on Monday. Growers count on compensation from the state; the "
    "damage to apples and pears runs into millions, said farm minister Odo Brandt.",
    "Farm minister Odo Brandt promised growers around Quellen compensation after hail ruined their orchards. Apples "
    "and pears were hit worst; the damage runs into millions.",
]
ALONE = (
    "The museum of Tarn shows clocks from four centuries; the oldest still strikes the hour. Entry is free on Sundays."
)


def corpus(texts, days=None, **columns):
    frame = pd.DataFrame({"outlet": "A", "text": texts, **columns})
    frame.insert(0, "id", [f"a{number}" for number in range(len(frame))])
    return ck.read_corpus(frame if days is None else frame.assign(date=days))


def partition(found):
    """The stories as sets of articles, and the articles without one."""
    story = found.articles.set_index("article_id")["story"]
    return {frozenset(part.index) for _, part in story.groupby(story)}, set(story.index[story.isna()])


WEEK = ["2020-03-02", "2020-03-02", "2020-03-03", "2020-03-02", "2020-03-03", "2020-03-02"]
EXPECTED = {frozenset({"a0", "a1", "a2"}), frozenset({"a3", "a4"})}, {"a5"}


def test_events_are_found():
    found = find_stories(corpus([*FERRY, *HAIL, ALONE], WEEK))
    assert partition(found) == EXPECTED
    assert found.articles["story"].iloc[0] == found.articles["story"].iloc[2]
    assert found.note == "Stories of two articles or more, found at granularity 'event': 2."


def test_labels_are_words_of_the_articles():
    found = find_stories(corpus([*FERRY, *HAIL, ALONE], WEEK)).articles["story"]
    for label, texts in ((found[0], FERRY), (found[3], HAIL)):
        words = label.split(", ")
        assert len(words) == 3
        assert all(word in text.lower() for word in words for text in texts)


def test_the_order_of_the_articles_does_not_matter():
    in_order = corpus([*FERRY, *HAIL, ALONE], WEEK)
    turned = in_order.replace(articles=in_order.articles.iloc[::-1])
    found = find_stories(in_order).articles.set_index("article_id")["story"]
    again = find_stories(turned).articles.set_index("article_id")["story"]
    pd.testing.assert_series_equal(again.sort_index(), found.sort_index())


def test_the_rest_of_the_corpus_stays_as_it_is():
    before = ck.clean(corpus([*FERRY, *HAIL, ALONE], WEEK))
    after = find_stories(before)
    pd.testing.assert_frame_equal(after.articles.drop(columns="story"), before.articles)
    pd.testing.assert_frame_equal(after.spans, before.spans)


def test_the_same_words_weeks_apart_are_another_event():
    days = ["2020-03-02", "2020-03-03", "2020-03-30", *WEEK[3:]]
    assert partition(find_stories(corpus([*FERRY, *HAIL, ALONE], days))) == (
        {frozenset({"a0", "a1"}), frozenset({"a3", "a4"})},
        {"a2", "a5"},
    )


def test_an_article_without_a_date_joins_by_its_words():
    days = ["", *WEEK[1:]]
    assert partition(find_stories(corpus([*FERRY, *HAIL, ALONE], days))) == EXPECTED


def test_a_corpus_without_dates_or_titles():
    assert partition(find_stories(corpus([*FERRY, *HAIL, ALONE]))) == EXPECTED


def test_an_article_without_a_date_must_be_more_alike():
    """What links two articles of one day by just enough, links them no more without the day."""
    texts, days = [*FERRY, *HAIL, ALONE], WEEK
    dated, undated = corpus(texts, days), corpus(texts, [""] * 6)
    knobs = np.arange(0.05, 0.95, 0.05)
    linked = [[len(partition(find_stories(c, granularity=g))[0]) > 0 for g in knobs] for c in (dated, undated)]
    assert sum(linked[1]) == pytest.approx(sum(linked[0]) / 2, abs=1)


def test_reprints_stay_together():
    groups = ["r1", "", "", "", "", "r1"]
    found = find_stories(corpus([*FERRY, *HAIL, ALONE], WEEK, reprint_group=groups), granularity=0.9)
    assert partition(found) == ({frozenset({"a0", "a5"})}, {"a1", "a2", "a3", "a4"})


def test_marked_spans_do_not_count():
    plea = "Readers of the Lantern keep honest reporting alive, so please consider a gift to our newsroom fund. " * 6
    same_plea = corpus([f"{FERRY[0]}\n\n{plea}", f"{ALONE}\n\n{plea}"], ["2020-03-02", "2020-03-02"])
    spans = pd.DataFrame(
        {
            "article_id": ["a0", "a1"],
            "start": [len(FERRY[0]), len(ALONE)],
            "end": same_plea.articles["text"].str.len(),
            "kind": "furniture",
            "rule": "plea",
        }
    )
    assert partition(find_stories(same_plea))[1] == set()
    assert partition(find_stories(same_plea.replace(spans=spans)))[1] == {"a0", "a1"}


@pytest.mark.parametrize("own", [["x", "x", "y", "y", "y", "z"], ["x", "", "", "", "", ""]])
def test_a_story_column_of_the_users_wins(own):
    given = corpus([*FERRY, *HAIL, ALONE], WEEK, story=own)
    assert find_stories(given, granularity="story") is given


def test_an_empty_story_column_is_filled():
    assert partition(find_stories(corpus([*FERRY, *HAIL, ALONE], WEEK, story=""))) == EXPECTED


def test_one_article_has_no_story():
    assert partition(find_stories(corpus([ALONE]))) == (set(), {"a0"})


def test_notes_of_the_corpus_are_kept():
    articles = corpus([*FERRY, *HAIL, ALONE], WEEK).articles
    assert find_stories(ck.Corpus(articles, note="Invented.")).note == (
        "Invented. Stories of two articles or more, found at granularity 'event': 2."
    )


@pytest.mark.parametrize("granularity", ["topic", 0, 1.5, float("nan")])
def test_a_granularity_that_is_none(granularity):
    with pytest.raises(ValueError) as error:
        find_stories(corpus([ALONE]), granularity=granularity)
    assert str(error.value) == (
        f"granularity: {granularity!r} is not known. Give 'event', 'story' or a number above 0, up to 1"
    )


@pytest.fixture(scope="module")
def summit():
    corpus = ck.clean(ck.datasets.load_summit())
    return corpus.replace(articles=corpus.articles.drop(columns="story"))


def pairs(story):
    return {(a, b) for _, part in story.groupby(story) for a in part.index for b in part.index if a < b}


def test_events_of_the_shipped_corpus_were_labelled_as_one_story(summit):
    """What is found together belongs together; stories about one summit are hard to tell apart, so few are whole."""
    labelled = ck.datasets.gold()["stories"].set_index("article_id")["story"]
    found = pairs(find_stories(summit).articles.set_index("article_id")["story"])
    assert len(found & pairs(labelled)) / len(found) > 0.9
    running = pairs(find_stories(summit, granularity="story").articles.set_index("article_id")["story"])
    assert len(running & pairs(labelled)) / len(pairs(labelled)) > 0.6


def test_finer_stories_are_parts_of_coarser_ones(summit):
    fine, middle, coarse = (
        pairs(find_stories(summit, granularity=g).articles.set_index("article_id")["story"]) for g in (0.4, 0.25, 0.1)
    )
    assert fine < middle < coarse
