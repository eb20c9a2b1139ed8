import pandas as pd
import pytest

import coverage_kit as ck


def corpus(**columns):
    articles = {
        "article_id": ["a1", "a2", "b1", "b2"],
        "outlet": ["A", "A", "B", "B"],
        "text": ["One two three. Four.", "Five six.", "By Ann\n\nSeven eight nine ten. Eleven.", "Twelve."],
        "published": pd.to_datetime(["2020-03-02", "2020-03-02", "2020-03-01", None]),
        **columns,
    }
    return ck.Corpus(pd.DataFrame({name: values for name, values in articles.items() if values is not None}))


STORIES = {"story": ["strike", "strike", "strike", "flood"]}


def rows(result):
    table = result.table.assign(published=result.table["published"].dt.strftime("%d").fillna("–"))
    return table.to_numpy().tolist()


def test_by_story_group_and_day():
    result = ck.coverage(corpus(**STORIES))
    assert list(result.table) == ["story", "outlet", "published", "n_articles", "n_words"]
    assert rows(result) == [["strike", "B", "01", 1, 7], ["strike", "A", "02", 2, 6], ["flood", "B", "–", 1, 1]]


def test_without_stories_by_group_and_day():
    result = ck.coverage(corpus())
    assert rows(result) == [["B", "01", 1, 7], ["A", "02", 2, 6], ["B", "–", 1, 1]]
    assert result.params["of"] is None


def test_any_column_may_be_covered_and_may_make_groups():
    result = ck.coverage(corpus(desk=["x", "y", "y", "y"], **STORIES), by="story", of="desk")
    assert list(result.table.columns[:2]) == ["desk", "story"]
    assert ck.coverage(corpus(**STORIES), by="story").params["of"] is None


def test_no_article_is_lost_and_missing_values_have_a_row():
    result = ck.coverage(corpus(story=["strike", None, "strike", ""]))
    assert result.table["n_articles"].sum() == 4
    assert set(result.table["story"]) == {"strike", "(missing)"}


def test_articles_without_a_story_are_in_the_table_and_in_no_figure():
    result = ck.coverage(corpus(story=["strike", None, "strike", ""]))
    assert result.notes[1] == "Articles without a story: 2. They are in no figure."
    assert result.plot().layout.yaxis.ticktext == ("strike",)


def test_undated_articles_are_in_the_table_and_a_note_says_so():
    assert ck.coverage(corpus()).notes == ("Articles without a date: 1. They are in no figure.",)
    undated = ck.coverage(corpus(published=None))
    assert undated.notes == ("Articles without a date: 4. They are in no figure.",)
    assert undated.table["n_articles"].tolist() == [2, 2]
    assert "no article has a date" in undated.plot().layout.annotations[0].text


def test_passages_are_the_first_sentences_of_the_reporting():
    plain = corpus(**STORIES)
    spans = pd.DataFrame({"article_id": ["b1"], "start": [0], "end": [6], "kind": ["byline"], "rule": ["by"]})
    result = ck.coverage(plain.replace(spans=spans))
    assert result.passages(story="strike")["passage"].tolist() == [
        "One two three.",
        "Five six.",
        "Seven eight nine ten.",
    ]
    assert result.table["n_words"].sum() == 12


def test_an_unknown_column_is_refused():
    with pytest.raises(ck.CorpusError) as error:
        ck.coverage(corpus(), of="desk")
    assert str(error.value) == (
        "of: there is no column 'desk'. Columns are 'article_id', 'outlet', 'text', 'published'"
    )
    with pytest.raises(ck.CorpusError) as error:
        ck.coverage(corpus(), of="outlet")
    assert str(error.value) == "of: 'outlet' makes the groups already. Give another column, or none"


def test_it_draws_the_shipped_corpus(summit):
    figure = ck.coverage(summit).plot()
    assert len(figure.data) == 6
    dots = sum(len(trace.x) for trace in figure.data)
    assert dots == len(summit.articles[["story", "outlet", "published"]].drop_duplicates())
