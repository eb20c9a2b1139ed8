import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.measures.design import cells_of, check_level, cluster_articles, group_articles


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
        (["outlet"], "by: ['outlet'] is not the name of a column. Give one name, for instance 'outlet'"),
        ("term", "by: there is no column 'term'. Columns are 'article_id', 'outlet', 'text', 'story', 'desk'"),
        ("desk", "by: 'desk' is a column of the result too. Rename yours before you read the articles"),
    ],
)
def test_groups_that_cannot_be_made(corpus, by, message):
    with pytest.raises(CorpusError) as error:
        group_articles(corpus, by, taken=("desk",))
    assert str(error.value) == message


@pytest.mark.parametrize("level", [95, 1, 0, -0.5])
def test_levels_are_shares(level):
    with pytest.raises(ValueError) as error:
        check_level(level)
    assert str(error.value) == f"level: {level} is not a share. Write 95 % as 0.95"
