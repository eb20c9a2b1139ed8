import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.measures.decomposition import decompose

OTHER = "Nothing new came from the harbour today at all."  # nine words


@pytest.fixture
def harbour():
    """Herald and Argus share three stories, each has one of its own; the Post shares none. Five or ten words each."""
    rows = [
        ("h1", "Herald", "strike", "Strike, strike at the docks."),
        ("h2", "Herald", "bridge", "The bridge is a strike."),
        ("h3", "Herald", "storm", "“It will strike,” said Ann Lee, a sailor. It did."),
        ("h4", "Herald", "fair", "A fair is a fair."),
        ("a1", "Argus", "strike", "Dockers stay at home now."),
        ("a2", "Argus", "bridge", "Some strike at the bridge. And nobody came over it."),
        ("a3", "Argus", "storm", "The storm came in early."),
        ("a4", "Argus", None, "The strike of the clock."),
        ("p1", "Post", None, OTHER),
    ]
    return ck.read_corpus(pd.DataFrame(rows, columns=["id", "outlet", "story", "text"]))


def test_parts_by_hand(harbour):
    """Words 5 5 10 | 5 in the Herald, 5 10 5 | 5 in the Argus; strikes 2 1 1 | 0 and 0 1 0 | 1."""
    table = decompose(harbour, "strike", "Herald", "Argus").table
    assert table["part"].tolist() == ["difference", "wording", "selection", "only_a", "only_b"]
    wording = (1 / 4 + 1 / 4) / 2 * 2 / 5 + (1 / 4 + 1 / 2) / 2 * (1 / 5 - 1 / 10) + (1 / 2 + 1 / 4) / 2 * 1 / 10
    selection = (1 / 4 - 1 / 2) * (1 / 5 + 1 / 10) / 2 + (1 / 2 - 1 / 4) * 1 / 20
    expected = [4 / 25 - 2 / 25, wording, selection, 4 / 25 - 4 / 20, 1 / 20 - 2 / 25]
    np.testing.assert_allclose(table["estimate"], 10_000 * np.array(expected), rtol=1e-12)
    assert table["rate_a"].tolist() == pytest.approx([1_600] * 5)
    assert table["rate_b"].tolist() == pytest.approx([800] * 5)
    assert table["n_stories"].tolist() == [3] * 5


def test_notes_say_what_is_shared_and_what_is_not_known(harbour):
    assert decompose(harbour, ["strike", "zebra"], "Herald", "Argus").notes == (
        "Shared: 3 stories, 80% of the words of 'Herald' and 80% of those of 'Argus'.",
        "Parts of the difference per 10,000 words; 95% intervals take each story as one observation.",
        "No interval for only_a: 'Herald' alone covers 1 story; how much story differs from story takes 3 to know.",
        "No interval for only_b: 'Argus' alone covers 1 story; how much story differs from story takes 3 to know.",
        "Not found in the reporting of 'Herald' or 'Argus': zebra.",
    )


def test_with_few_shared_stories_only_the_difference_has_an_interval(harbour):
    articles = harbour.articles
    articles["story"] = articles["story"].where(articles["story"] != "storm")
    result = decompose(harbour.replace(articles=articles), "strike", "Herald", "Argus")
    assert result.table["conf_low"].notna().tolist() == [True, False, False, False, False]
    assert (
        "No interval for wording, selection, only_a, only_b: 'Herald' and 'Argus' share 2 stories; "
        "how much story differs from story takes 3 to know." in result.notes
    )


def test_an_outlet_of_two_stories_has_no_interval_at_all(harbour):
    result = decompose(harbour.filter(article_id=["h1", "h2", "h3", "a1", "a2"]), "strike", "Herald", "Argus")
    assert result.table["conf_high"].isna().all()
    assert (
        "No interval for difference: 'Argus' covers 2 stories; how much story differs from story takes 3 to know."
        in result.notes
    )


def test_a_term_that_neither_uses(harbour):
    zebra = decompose(harbour, "zebra", "Herald", "Argus").table.set_index("part")
    assert zebra["estimate"].tolist() == [0] * 5
    assert (zebra.loc[["difference", "wording"], "conf_high"] > 0).all()


def test_a_story_without_words_on_one_side_is_not_shared(harbour):
    spans = pd.DataFrame({"article_id": ["a1"], "start": [0], "end": [25], "kind": ["furniture"], "rule": ["r"]})
    table = decompose(harbour.replace(spans=spans), "strike", "Herald", "Argus").table
    assert table["n_stories"].tolist() == [2] * 5


def test_evidence_says_in_which_story_and_in_whose_voice(harbour):
    result = decompose(harbour, "strike", "Herald", "Argus")
    evidence = result.evidence
    keys = ["term", "outlet", "story", "covered", "article_id", "start", "end", "voice", "speaker"]
    assert evidence.columns.tolist() == keys
    rows = evidence[["article_id", "story", "covered", "voice"]].to_numpy().tolist()
    assert rows == [
        ["h1", "strike", "both", "own"],
        ["h1", "strike", "both", "own"],
        ["h2", "bridge", "both", "own"],
        ["h3", "storm", "both", "attributed"],
        ["a2", "bridge", "both", "own"],
        ["a4", "(missing)", "one", "own"],
    ]
    texts = harbour.articles.set_index("article_id")["text"]
    spans = zip(evidence["article_id"], evidence["start"], evidence["end"], strict=True)
    assert {texts[key][start:end].lower() for key, start, end in spans} == {"strike"}
    assert result.passages(covered="one")["passage"].tolist() == ["The strike of the clock."]


def test_any_columns_make_groups_and_stories(harbour):
    articles = harbour.articles.rename(columns={"story": "event"}).assign(owner=["X"] * 4 + ["Y"] * 5)
    renamed = decompose(harbour.replace(articles=articles), "strike", "X", "Y", by="owner", within="event")
    assert {"owner", "event"} <= set(renamed.evidence)
    assert renamed.table["n_stories"].tolist() == [3] * 5
    assert (renamed.params["a"], renamed.params["within"]) == ("X", "event")


def test_the_shipped_corpus(summit):
    a, b = summit.outlets[:2]
    terms = ["broker", "isolated", "sanction*"]
    table = decompose(summit, terms, a, b).table
    rates = ck.salience(summit, terms, n_resamples=99).table.pivot(index="term", columns="outlet", values="estimate")
    parts = table.pivot(index="term", columns="part", values="estimate")
    pd.testing.assert_series_equal(parts["difference"], rates[a] - rates[b], check_names=False)
    np.testing.assert_allclose(parts.drop(columns="difference").sum(axis=1), parts["difference"], rtol=0, atol=1e-10)


def test_the_figure_is_drawn(summit):
    figure = decompose(summit, "sanction*", *summit.outlets[:2]).plot()
    assert len(figure.data) > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("Herald", "Post"),
            "decompose: 'Herald' and 'Post' share no story, so selection and wording cannot be told apart. Choose "
            "another pair, or coarser stories: drop the column 'story', then find_stories(corpus, granularity='story')",
        ),
        (("Harold", "Argus"), "a: no outlet is 'Harold'. There are 'Argus', 'Herald', 'Post'"),
        (("Herald", 7), "b: no outlet is 7. There are 'Argus', 'Herald', 'Post'"),
        (
            ("Argus", "Argus"),
            "b: 'Argus' is compared with itself. Choose another outlet from 'Argus', 'Herald', 'Post'",
        ),
    ],
)
def test_pairs_that_cannot_be_compared(harbour, arguments, message):
    with pytest.raises(CorpusError) as error:
        decompose(harbour, "strike", *arguments)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "paper"}, "by: there is no column 'paper'. Columns are 'article_id', 'outlet', 'text', 'story'"),
        (
            {"within": "event"},
            "within: there is no column 'event'. Columns are 'article_id', 'outlet', 'text', 'story'",
        ),
        (
            {"within": "outlet"},
            "within: 'outlet' makes the groups already. Give the column that tells what was covered",
        ),
        ({"level": 95}, "level: 95 is not a share. Write 95 % as 0.95"),
    ],
)
def test_columns_and_levels_that_are_none(harbour, options, message):
    with pytest.raises(ValueError) as error:
        decompose(harbour, "strike", "Herald", "Argus", **options)
    assert str(error.value) == message


def test_a_corpus_without_stories(harbour):
    corpus = harbour.replace(articles=harbour.articles.drop(columns="story"))
    with pytest.raises(CorpusError) as error:
        decompose(corpus, "strike", "Herald", "Argus")
    assert str(error.value) == "within: there is no column 'story'. Run find_stories(corpus) first"
