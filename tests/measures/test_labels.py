import pandas as pd
import pytest

import coverage_kit as ck

BELOV = {"Igor Belov": ["Belov"]}


def corpus_of(*articles):
    """Make a corpus of (outlet, text)."""
    return ck.read_corpus(pd.DataFrame(articles, columns=["outlet", "text"]))


def rows(result):
    columns = ["label", "outlet", "estimate", "n_labels", "n_mentions"]
    return set(result.table[columns].itertuples(index=False, name=None))


def test_shares_of_mentions_by_hand():
    corpus = corpus_of(
        ("A", "Dictator Igor Belov left. Belov was glad. Belov, the young ruler, sang. Belov sat."),
        ("B", "President Belov left. President Belov sat."),
    )
    assert rows(ck.labels(corpus, BELOV)) == {
        ("dictator", "A", 0.25, 1, 4),
        ("young ruler", "A", 0.25, 1, 4),
        ("(name alone)", "A", 0.5, 2, 4),
        ("president", "B", 1.0, 2, 2),
    }


def test_the_evidence_has_the_words_the_voice_and_the_speaker():
    corpus = corpus_of(("A", "Dictator Belov left. “President Belov is gone,” Ana Ruiz said."))
    passages = ck.labels(corpus, BELOV).passages()
    assert passages[["written", "voice", "speaker"]].astype(object).where(passages.notna(), None)[
        ["written", "voice", "speaker"]
    ].to_numpy().tolist() == [["Dictator", "own", None], ["President", "attributed", "Ana Ruiz"]]
    text = corpus.articles["text"].iloc[0]
    assert [text[row.start : row.end] for row in passages.itertuples()] == ["Dictator", "President"]


def test_the_most_mentioned_names_are_proposed(summit):
    result = ck.labels(summit, n_entities=3)
    entities = result.params["entities"]
    assert len(entities) == 3
    assert "Kim" in entities["Kim Jong Un"]
    assert set(result.table["entity"]) <= set(entities)


def test_labels_that_readers_found_in_the_shipped_corpus(summit):
    """Of the titles and appositives that readers marked, 19 of 20 are found, and as many of those found are right."""
    marked = ck.datasets.gold()["labels"]
    wanted = marked[marked["form"] != "reference"]
    aliases = {"Kim Jong Un": ["Kim"], "Vladimir Putin": ["Putin"], "Donald Trump": ["Trump"]}
    found = ck.labels(summit, aliases).evidence
    keys = ["article_id", "entity"]

    def share(part, whole):
        pairs = part.reset_index().merge(whole, on=keys, suffixes=("", "_other"))
        touching = pairs[(pairs["start"] < pairs["end_other"]) & (pairs["start_other"] < pairs["end"])]
        return touching["index"].nunique() / len(part)

    columns = [*keys, "start", "end"]
    assert len(wanted) == 96
    assert share(wanted[columns], found[columns]) >= 0.95
    assert share(found[columns], marked[columns]) >= 0.95


def test_one_entity_is_drawn_at_a_time(summit):
    result = ck.labels(summit, {"Kim Jong Un": ["Kim"], "Vladimir Putin": ["Putin"]})
    assert result.plot(of="Vladimir Putin").layout.title.text == "What Vladimir Putin is called, by outlet"
    with pytest.raises(ValueError) as error:
        result.plot(of="Ruiz")
    assert str(error.value) == "of: there is no entity 'Ruiz'. There are Kim Jong Un, Vladimir Putin"


def test_a_name_that_is_never_mentioned():
    result = ck.labels(corpus_of(("A", "It rained.")), BELOV)
    assert len(result.table) == 0
    assert "Never mentioned: 'Igor Belov'." in result.notes
    assert result.plot() is not None


def test_an_alias_of_two_entities():
    with pytest.raises(ValueError) as error:
        ck.labels(corpus_of(("A", "It rained.")), {"Igor Belov": ["Belov"], "Ida Belov": ["Belov"]})
    assert str(error.value) == (
        "entities: 'Belov' is an alias of 'Igor Belov' and of 'Ida Belov'. Give it to one of them."
    )
