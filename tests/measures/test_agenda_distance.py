import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError


def corpus_of(groups, stories=None):
    texts = [f"The strike ends. Day {i} follows." for i in range(len(groups))]
    columns = {"id": [f"a{i}" for i in range(len(groups))], "outlet": groups, "text": texts}
    return ck.read_corpus(pd.DataFrame(columns | ({"story": stories} if stories else {})))


def model_of(corpus, shares):
    shares = np.asarray(shares, float)
    words = [f"word{i}" for i in range(shares.shape[1])]
    return ck.TopicModel.from_arrays(corpus, shares=shares, weights=np.eye(len(words)), vocabulary=words)


@pytest.fixture(scope="module")
def three():
    """Topics in order of size: .43, .34, .23; mean shares of A .8 .1 .1, of B .3 .6 .1, of C .2 .3 .5."""
    corpus = corpus_of(["A"] * 4 + ["B"] * 4 + ["C"] * 4)
    shares = [[0.8, 0.1, 0.1]] * 4 + [[0.2, 0.7, 0.1], [0.4, 0.5, 0.1]] * 2 + [[0.2, 0.3, 0.5]] * 4
    return corpus, model_of(corpus, shares)


def test_distances_by_hand(three):
    corpus, model = three
    table = ck.agenda_distance(corpus, engine=model).table
    assert table[["outlet", "other"]].to_numpy().tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]
    np.testing.assert_allclose(table["observed"], [0.5, 0.6, 0.4])
    names = model.names
    assert table["more_on"].tolist() == [names[0], names[0], names[1]]
    assert table["less_on"].tolist() == [names[1], names[2], names[2]]
    assert table["n_articles"].tolist() == table["n_articles_other"].tolist() == [4] * 3
    assert table["n_shared"].tolist() == [0, 0, 0]
    # Of 70 ways to deal out eight articles, two give the observed distance.
    assert table["p_value"].iloc[1] == pytest.approx(2 / 70, abs=0.02)
    assert (table["q_value"] >= table["p_value"]).all()
    # The articles of A and C are all alike, so that nothing is uncertain.
    np.testing.assert_allclose(table.loc[1, ["estimate", "conf_low", "conf_high"]].astype(float), 0.6, rtol=1e-3)


def test_stories_that_both_cover_are_counted():
    corpus = corpus_of(["A", "A", "A", "B", "B"], ["x", "y", "y", "y", "z"])
    table = ck.agenda_distance(corpus, engine=model_of(corpus, [[0.5, 0.5]] * 5)).table
    assert table["n_shared"].tolist() == [1]


def test_one_group_is_refused():
    with pytest.raises(CorpusError) as error:
        ck.agenda_distance(corpus_of(["A"] * 3))
    assert str(error.value) == (
        "agenda_distance: all articles have the outlet 'A', and a distance needs two. Give another column as by"
    )


def test_too_little_text_is_refused():
    with pytest.raises(CorpusError) as error:
        ck.agenda_distance(corpus_of(["A"] * 6 + ["B"] * 6))
    assert str(error.value) == (
        "agenda_distance: topics cannot be had: they need at least 15 articles, and the corpus has 12. Add articles"
    )


def test_notes_say_what_is_not_known():
    corpus = corpus_of(["A", "A", "A", "B", "C"])
    shares = [[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.5, 0.5], [0, 0]]
    result = ck.agenda_distance(corpus, engine=model_of(corpus, shares), n_resamples=19)
    assert result.notes == (
        "Share of the coverage that would have to be on something else; 95% intervals and tests take each article as "
        "one observation, and the topics as given.",
        "The estimate is less than the observed distance, which chance alone makes larger than zero.",
        "1 article has nothing of any topic and is left out.",
        "No distance for outlets of which no article has a topic: C.",
        "No interval for 'B': with one article, how much article differs from article cannot be known.",
    )
    table = result.table
    assert table["observed"].notna().tolist() == [True, False, False]
    assert table["n_articles_other"].tolist() == [1, 0, 0]
    assert table["more_on"].notna().tolist() == [True, False, False]
    assert len(result.evidence) == 4


def test_many_pairs_need_many_resamples(three):
    corpus, model = three
    note = "One pair of 3 alone cannot have a q-value of .05: draw more resamples than 19."
    assert ck.agenda_distance(corpus, engine=model, n_resamples=19).notes[-1] == note
    assert note[:8] not in ck.agenda_distance(corpus, engine=model).notes[-1]


def test_the_same_seed_gives_the_same_and_evidence_is_the_first_sentence(three):
    corpus, model = three
    one, again = (ck.agenda_distance(corpus, engine=model, rng=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.table, again.table)
    passages = one.passages(outlet="C")
    assert passages["passage"].tolist() == ["The strike ends."] * 4
    assert passages["number"].tolist() == [3] * 4


def test_forty_outlets(three):
    """780 pairs; the figure shows the largest."""
    rng = np.random.default_rng(0)
    sizes = rng.integers(1, 12, 40)
    corpus = corpus_of(np.repeat([f"Daily {i:02}" for i in range(40)], sizes).tolist())
    result = ck.agenda_distance(corpus, engine=model_of(corpus, rng.dirichlet(np.ones(5), sizes.sum())), n_resamples=49)
    assert len(result.table) == 780
    assert result.table["n_articles"].is_monotonic_decreasing
    assert len(result.plot().layout.yaxis.ticktext) == 15


def test_the_shipped_corpus_is_drawn():
    result = ck.agenda_distance(ck.clean(ck.datasets.load_summit()), n_topics=6, n_resamples=199)
    figure = result.plot()
    assert figure.layout.title.text == "Distance between agendas, by outlet"
    assert len(figure.data[0].z) == 6
    assert result.notes[0].endswith("take each story as one observation, and the topics as given.")


def test_the_same_agenda_has_no_more_and_no_less():
    corpus = corpus_of(["A", "A", "B", "B"])
    model = model_of(corpus, [[0.9, 0.1], [0.3, 0.7]] * 2)
    row = ck.agenda_distance(corpus, engine=model, n_resamples=19).table.iloc[0]
    assert row["observed"] == 0
    assert row[["more_on", "less_on"]].isna().all()
