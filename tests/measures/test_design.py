import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.measures.design import (
    Groups,
    cells_of,
    check_level,
    check_resamples,
    check_whole,
    cluster_articles,
    compared,
    find_units,
    group_articles,
    seeded,
    some,
    unit_name,
    within_note,
    without_interval,
)


@pytest.fixture
def corpus():
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "outlet": ["Herald", "Herald", "Argus", "Argus"],
            "text": ["One.", "Two.", "Three.", "Four."],
            "story": ["train", "", "train", None],
            "desk": ["World", " ", None, "World"],
        }
    )
    return ck.read_corpus(frame)


def test_groups_come_by_size_then_name_and_blanks_together(corpus):
    groups = group_articles(corpus, "desk", taken=())
    assert groups.names == ["(missing)", "World"]
    assert groups.codes.tolist() == [1, 0, 0, 1]
    assert group_articles(corpus, "outlet", taken=()).names == ["Argus", "Herald"]


def test_an_article_without_a_story_is_a_cluster_of_its_own(corpus):
    name, clusters = cluster_articles(corpus, None)
    assert name == "story"
    assert clusters[0] == clusters[2]
    assert len(set(clusters)) == 3


def test_stories_left_blank_are_no_stories(corpus):
    blank = corpus.replace(articles=corpus.articles.assign(story=""))
    assert len(set(cluster_articles(blank, None)[1])) == 4


def test_the_reprint_group_comes_after_the_story_and_before_the_article(corpus):
    articles = corpus.articles.drop(columns="story")
    assert cluster_articles(corpus.replace(articles=articles), None)[0] == "article_id"
    assert cluster_articles(corpus.replace(articles=articles.assign(reprint_group="r")), None)[0] == "reprint_group"


def test_years_of_which_some_are_missing_are_whole_numbers():
    rows = {"outlet": "A", "text": ["One.", "Two.", "Three."], "year": [2018.0, None, 2018.0], "size": [1.5, 2, 1.5]}
    rows["large"] = [-1e20, None, -1e20]
    corpus = ck.read_corpus(pd.DataFrame(rows))
    assert group_articles(corpus, "year", taken=()).names == ["2018", "(missing)"]
    assert group_articles(corpus, "size", taken=()).names == ["1.5", "2.0"]
    assert group_articles(corpus, "large", taken=()).names == ["-1e+20", "(missing)"]


def test_cells_by_hand(corpus):
    cells = cells_of(group_articles(corpus, "outlet", taken=()), cluster_articles(corpus, None)[1])
    assert len(cells.group) == 4
    assert sorted(cells.sum([1, 2, 3, 4]).tolist()) == [1, 2, 3, 4]
    together = corpus.replace(articles=corpus.articles.assign(story="train"))
    cells = cells_of(group_articles(together, "outlet", taken=()), cluster_articles(together, None)[1])
    assert dict(zip(cells.group.tolist(), cells.sum([1, 2, 3, 4]).tolist(), strict=True)) == {0: 7, 1: 3}


@pytest.mark.parametrize(
    ("by", "message"),
    [
        (None, "by: None is not the name of a column. Give one name, for instance 'outlet'"),
        (["outlet"], "by: ['outlet'] is not the name of a column. Give one name, for instance 'outlet'"),
        ("term", "by: there is no column 'term'. Columns are 'article_id', 'outlet', 'text', 'story', 'desk'"),
        ("desk", "by: 'desk' is a column of the result too. Rename yours before you read the articles"),
    ],
)
def test_groups_that_cannot_be_made(corpus, by, message):
    with pytest.raises(CorpusError) as error:
        group_articles(corpus, by, taken=("desk",))
    assert str(error.value) == message


@pytest.mark.parametrize("level", [95, 1, 0, -0.5, float("nan"), "0.95", None])
def test_levels_are_shares(level):
    with pytest.raises(ValueError) as error:
        check_level(level)
    assert str(error.value) == f"level: {level!r} is not a share. Write 95 % as 0.95"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (0, "n_resamples: 0 is too few. Draw 999 or more"),
        (-5, "n_resamples: -5 is too few. Draw 999 or more"),
        (2.5, "n_resamples: 2.5 is no whole number. Draw 999 or more"),
        ("99", "n_resamples: '99' is no whole number. Draw 999 or more"),
        (True, "n_resamples: True is no whole number. Draw 999 or more"),
    ],
)
def test_resamples_are_counted(number, message):
    with pytest.raises(ValueError) as error:
        check_resamples(number)
    assert str(error.value) == message
    check_resamples(np.int64(99))


@pytest.mark.parametrize("value", [0, -1, 2.5, "3", None, True])
def test_whole_numbers(value):
    with pytest.raises(ValueError) as error:
        check_whole("keyness", max_words=3, min_articles=value)
    assert str(error.value) == f"keyness: min_articles is {value!r}. Give a whole number from 1 on"
    check_whole("keyness", max_words=np.int64(3))


@pytest.mark.parametrize("rng", [-1, 1.5, "x", None, True])
def test_what_is_no_seed(rng):
    with pytest.raises(ValueError) as error:
        seeded(rng)
    assert str(error.value) == (
        f"rng: {rng!r} is no seed. Give a whole number from 0 on, so that the result can be had again"
    )


def test_seeds():
    first = np.random.default_rng(3).random()
    assert seeded(3).random() == seeded(np.int64(3)).random() == first
    generator = np.random.default_rng(0)
    assert seeded(generator) is generator


def test_within_stories_the_unit_is_the_group_of_copies_or_the_article(corpus):
    units = find_units(corpus, cluster=None, within="story")
    assert (units.name, len(set(units.clusters))) == ("article_id", 4)
    assert units.strata[0] == units.strata[2]
    assert len(set(units.strata)) == 3  # an article without a story is compared with nothing
    copies = corpus.replace(articles=corpus.articles.assign(reprint_group=["r", None, "r", ""]))
    units = find_units(copies, cluster=None, within="story")
    assert (units.name, units.clusters[0] == units.clusters[2]) == ("reprint_group", True)
    assert len(set(units.clusters)) == 3
    assert find_units(copies, cluster=None).name == "story"
    assert find_units(copies, cluster="desk", within="story").name == "desk"
    assert find_units(copies, cluster=None).strata is None


def test_equal_values_of_two_columns_are_two_units(corpus):
    articles = corpus.articles.assign(story=["x", None, None, None], reprint_group=[None, "x", "x", None])
    clusters = find_units(corpus.replace(articles=articles), cluster=None).clusters
    assert clusters[1] == clusters[2]
    assert len(set(clusters)) == 3


@pytest.mark.parametrize("values", [[1, 1, 2, None], pd.Categorical(["u", "u", "v", None]), [1.0, 1.0, 2.0, np.nan]])
def test_units_may_be_of_any_kind(corpus, values):
    strata = find_units(corpus.replace(articles=corpus.articles.assign(story=values)), cluster=None, within="story")
    assert strata.strata[0] == strata.strata[1]
    assert len(set(strata.strata)) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cluster": "event"}, "cluster: there is no column 'event'. Columns are {}"),
        ({"cluster": None, "within": "event"}, "within: there is no column 'event'. Columns are {}"),
        ({"cluster": 3}, "cluster: 3 is not the name of a column. Give one name, for instance 'story'"),
        (
            {"cluster": None, "within": ["story"]},
            "within: ['story'] is not the name of a column. Give one name, for instance 'story'",
        ),
    ],
)
def test_units_that_cannot_be_made(corpus, options, message):
    with pytest.raises(CorpusError) as error:
        find_units(corpus, **options)
    assert str(error.value) == message.format("'article_id', 'outlet', 'text', 'story', 'desk'")


def test_what_is_compared():
    groups, strata = Groups(["A", "B", "C"], np.array([0, 1, 0, 2, 1, 0])), np.array([0, 0, 1, 2, 3, 3])
    assert compared(groups, strata, by="outlet", within="story").tolist() == [True, True, False, False, True, True]
    assert compared(groups, None, by="outlet", within=None).all()
    assert within_note(groups, strata, "news_story") == (
        "Compared within news story: 2 that two groups or more have, 4 articles. Nothing to compare for 'C'."
    )
    assert within_note(groups, None, None) is None


@pytest.mark.parametrize(
    ("names", "listed"),
    [(["A", "B"], "'A', 'B'"), (list("ABCDE"), "'A', 'B', 'C' and 2 more"), (["A"], "'A'")],
)
def test_nothing_to_compare(names, listed):
    groups = Groups(names, np.arange(len(names)))
    with pytest.raises(CorpusError) as error:
        compared(groups, np.arange(len(names)), by="outlet", within="story")
    assert str(error.value) == (
        f"within: there is no story that two of {listed} have in common. Choose another column, or leave within out"
    )


def test_groups_and_strata_are_two_things():
    with pytest.raises(CorpusError) as error:
        compared(Groups(["A"], np.array([0])), np.array([0]), by="outlet", within="outlet")
    assert str(error.value) == (
        "within: 'outlet' makes the groups already. Give the column that tells what was covered"
    )


def test_names_in_sentences():
    assert unit_name("article_id") == "article"
    assert unit_name("reprint_group") == "reprint group"
    assert some(["A"]) == "'A'"
    assert some(list("ABCD")) == "'A', 'B', 'C' and 1 more"


def test_groups_of_one_unit_have_no_interval():
    groups = Groups(["A", "B", "C"], np.array([0, 0, 1, 1, 2, 2]))
    assert without_interval(groups, np.array([0, 1, 2, 2, 3, 3]), "story") == (
        "No interval for 'B', 'C': with one story, how much story differs from story cannot be known."
    )
    assert without_interval(groups, np.arange(6), "story") is None
