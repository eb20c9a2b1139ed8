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


def test_a_mention_with_labels_on_both_sides_is_one_mention_with_both():
    corpus = corpus_of(("A", "Dictator Belov, the young ruler, sat. Dictator Belov, the dictator, left. Belov sang."))
    assert rows(ck.labels(corpus, BELOV)) == {
        ("dictator", "A", 2 / 3, 2, 3),
        ("young ruler", "A", 1 / 3, 1, 3),
        ("(name alone)", "A", 1 / 3, 1, 3),
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
    """All titles and appositives that readers marked are found, and nothing else is."""
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
    assert share(wanted[columns], found[columns]) == 1
    assert share(found[columns], marked[columns]) == 1


def test_one_entity_is_drawn_at_a_time(summit):
    result = ck.labels(summit, {"Kim Jong Un": ["Kim"], "Vladimir Putin": ["Putin"]})
    assert result.plot(entity="Vladimir Putin").layout.title.text == "What Vladimir Putin is called, by outlet"
    with pytest.raises(ValueError) as error:
        result.plot(entity="Ruiz")
    assert str(error.value) == "entity: there is no 'Ruiz'. There are Kim Jong Un, Vladimir Putin"


def test_who_is_mentioned_most_is_drawn_with_the_first_passage_of_each_label():
    corpus = corpus_of(("A", "Ida Ito sat. Dictator Belov left. Dictator Belov sat."), ("B", "Belov sang."))
    figure = ck.labels(corpus, {"Ida Ito": []} | BELOV).plot()
    assert figure.layout.title.text == "What Igor Belov is called, by outlet"
    assert figure.layout.xaxis.ticktext == ("A<br>of 2", "B<br>of 1")
    (dots,) = figure.data
    assert (dots.x, dots.y, dots.text) == ((0,), (0,), ("2",))
    assert dots.hovertext[0].endswith("<br>Dictator Belov left.")


def test_only_copies_of_one_text():
    corpus = ck.find_reprints(corpus_of(*[(name, "Dictator Belov left the port of Lund at noon.") for name in "ABC"]))
    table = ck.labels(corpus, BELOV).table
    assert table["estimate"].tolist() == [1.0] * len(table)
    assert table["conf_low"].isna().all()


@pytest.mark.parametrize("text", ["Belov", "Belov,", ",", "A"])
def test_an_article_of_one_word(text):
    table = ck.labels(corpus_of(("A", text), ("B", "Rain.")), BELOV).table
    assert table["label"].tolist() == ["(name alone)"] * text.startswith("Belov")


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
