import pickle

import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.topics import _flags
from coverage_kit.stats.topic_quality import is_house_style

# Sixty words each: with fewer, each would stand in most articles.
SYLLABLES = ["ba", "de", "fi", "go", "ku", "la"]
WORDS = {
    subject: [f"{subject}{first}{last}" for first in SYLLABLES for last in [*SYLLABLES, "mo", "ne", "pi", "ro"]]
    for subject in ("sea", "law")
}


def article(rng, share, length=60):
    """Return a text, a share of it on the sea and the rest on the law."""
    number = round(length * share)
    return " ".join([*rng.choice(WORDS["sea"], number), *rng.choice(WORDS["law"], length - number)]) + "."


def corpus_of(rows):
    """Make a corpus of (outlet, story, share of the sea)."""
    rng = np.random.default_rng(0)
    texts = [article(rng, share) for _, _, share in rows]
    outlets, stories, _ = zip(*rows, strict=True)
    return ck.read_corpus(pd.DataFrame({"outlet": outlets, "story": stories, "text": texts}))


def sea_of(table):
    return table[table["terms"].str.startswith("sea")]


@pytest.fixture(scope="module")
def model(summit):
    return ck.fit_topics(summit, n_topics=6)


@pytest.fixture(scope="module")
def summit():
    return ck.clean(ck.datasets.load_summit())


def test_the_same_corpus_gives_the_same_table(summit):
    first, second = (ck.topics(summit, n_topics=3, n_resamples=99).table for _ in "ab")
    pd.testing.assert_frame_equal(first, second)


def test_the_order_of_the_articles_makes_no_difference(summit):
    turned = ck.clean(summit.replace(articles=summit.articles.sample(frac=1, random_state=1)))
    first, second = (ck.topics(corpus, n_topics=5, n_resamples=99) for corpus in (summit, turned))
    pd.testing.assert_frame_equal(first.table, second.table)
    quoted = [sorted(zip(r.evidence["number"], r.evidence["article_id"], strict=True)) for r in (first, second)]
    assert quoted[0] == quoted[1]


def test_results_can_be_kept(summit, small, model):
    for result in (ck.topics(summit, engine=model, n_resamples=99), ck.topics(small)):
        kept = pickle.loads(pickle.dumps(result))
        pd.testing.assert_frame_equal(kept.table, result.table)
        pd.testing.assert_frame_equal(kept.evidence, result.evidence)
        assert kept.plot(of="cards").to_json() == result.plot(of="cards").to_json()


def test_the_agenda_is_the_mean_share_of_an_outlets_articles(summit, model):
    table = ck.topics(summit, engine=model, n_resamples=99).table
    shares = model.shares(summit)
    for outlet in summit.outlets:
        own = (summit.articles["outlet"] == outlet).to_numpy()
        part = table[table["outlet"] == outlet].sort_values("number")
        np.testing.assert_allclose(part["estimate"], shares[own].mean())
        assert (part["n_articles"] == own.sum()).all()
    assert table["conf_low"].between(0, table["estimate"]).all()
    assert table["conf_high"].between(table["estimate"], 1).all()


def test_within_stories_is_the_mean_difference_to_the_others_on_them(summit, model):
    table = ck.topics(summit, engine=model, within="story", n_resamples=99).table
    cells = model.shares(summit).groupby([summit.articles["story"].tolist(), summit.articles["outlet"].tolist()]).mean()
    for outlet in summit.outlets:
        differences = [
            story.xs(outlet, level=1).iloc[0] - story.drop(outlet, level=1).mean()
            for _, story in cells.groupby(level=0)
            if outlet in story.index.get_level_values(1)
        ]
        part = table[table["outlet"] == outlet].sort_values("number")
        np.testing.assert_allclose(part["estimate"], pd.DataFrame(differences).mean())
        assert (part["n_shared"] == len(differences)).all()


def test_agenda_and_wording_are_told_apart():
    """A tells more stories of the sea; on the stories that both tell, they write alike, and the other way round."""
    on_law = [(outlet, f"law {story}", 0.2) for story in range(8) for outlet in "AB"]
    more_stories = [*on_law, *(("A", f"sea {story}", 0.8) for story in range(8))]
    wording = [(outlet, f"story {story}", share) for story in range(12) for outlet, share in (("A", 0.7), ("B", 0.3))]
    for rows, on_agenda, on_stories in ((more_stories, True, False), (wording, True, True)):
        corpus = corpus_of(rows)
        model = ck.fit_topics(corpus, n_topics=2)
        agenda = sea_of(ck.topics(corpus, engine=model).table)
        within = sea_of(ck.topics(corpus, engine=model, within="story").table)
        assert (agenda["p_value"] < 0.05).all() == on_agenda
        assert (within["p_value"] < 0.05).all() == on_stories
    estimates = within.set_index("outlet")["estimate"]
    assert estimates["A"] == pytest.approx(-estimates["B"])
    assert estimates["A"] > 0.2


def test_passages_speak_of_their_topic(summit, model):
    result = ck.topics(summit, engine=model, n_resamples=99)
    words = {number: set(" ".join(part).lower().split()) for number, part in model.terms.groupby("number")["term"]}
    passages = result.passages()
    assert set(passages["number"]) == set(range(1, 7))
    for row in passages.itertuples():
        assert any(word in row.passage.lower() for word in words[row.number])


def test_each_outlet_is_quoted_where_it_has_the_topic(summit, model):
    """Twice, if the topic is half as large as in the first in three of its articles or more."""
    passages = ck.topics(summit, engine=model, n_resamples=19).passages()
    shares, outlets = model.shares(summit).to_numpy(), summit.articles["outlet"].to_numpy()
    for number in range(1, 7):
        held = shares[:, number - 1]
        large = pd.Series(outlets[held >= held.max() / 2]).value_counts()
        quoted = passages.loc[passages["number"] == number, "outlet"].value_counts()
        assert large.max() > 2 or number > 3
        for outlet in large.index[large > 2]:
            assert quoted[outlet] >= 2


def test_house_style_is_seen_in_all_articles(summit):
    """The few articles on three shared stories alone would flag topics that all articles do not."""
    model = ck.fit_topics(summit, n_topics=12, n_refits=0)
    names = summit.articles["story"]
    shared = names.isin(names.unique()[np.random.default_rng(0).permutation(12)[:3]])
    paper = pd.Series("p", names.index).where(~(shared & names.duplicated()), "q")
    corpus = summit.replace(articles=summit.articles.assign(paper=paper))
    found = ck.topics(corpus, engine=model, by="paper", within="story", n_resamples=19).table
    shares, stories = model.shares(summit).to_numpy(), pd.factorize(names)[0]
    few, everything = (
        is_house_style(shares[part], (paper == "q").to_numpy(int)[part], stories[part])
        for part in (shared, np.full(len(names), True))
    )
    assert few.any()
    assert found.drop_duplicates("number")["house_style"].tolist() == everything.tolist()


def test_stability_that_was_not_asked_is_not_told(summit):
    model = ck.fit_topics(summit, n_topics=3, n_refits=0)
    result = ck.topics(summit, engine=model, n_resamples=19)
    assert result.table["unstable"].isna().all()
    assert "Whether topics come again in half of the articles was not asked of this model." in result.notes
    for of in ("cards", "heat map"):
        assert "nstable" not in result.plot(of=of).to_json()


def test_one_outlet_is_compared_with_nothing(summit, model):
    result = ck.topics(summit.filter(outlet="Daily Klaxon"), engine=model, n_resamples=19)
    assert result.table["p_value"].isna().all()
    assert "All articles are of one outlet: there is nothing to compare." in result.notes


def test_panels_within_stories_tell_the_q_value(summit, model):
    result = ck.topics(summit, engine=model, within="story", n_resamples=99)
    texts = " ".join(str(note.text) for note in result.plot().layout.annotations)
    assert "(q " in texts
    assert "(p " not in texts


def test_terms_that_stand_nowhere_have_no_passages(summit):
    shares, weights = np.tile([0.6, 0.4], (63, 1)), np.eye(2)
    model = ck.TopicModel.from_arrays(summit, shares=shares, weights=weights, vocabulary=["sanct", "kim_jong_un"])
    result = ck.topics(summit, engine=model, n_resamples=19)
    assert len(result.passages()) == 0
    assert "No term stands in the articles as the model has it (stems?): no passages." in result.notes
    assert len(result.plot().data) == 12


def test_of_copies_one_is_quoted(summit):
    corpus = ck.find_reprints(summit)
    articles = corpus.articles.set_index("article_id")
    passages = ck.topics(corpus, n_topics=12, n_resamples=99).passages()
    groups = articles.loc[passages["article_id"], "reprint_group"].to_numpy()
    printed = pd.DataFrame({"number": passages["number"], "group": groups}).dropna()
    assert len(printed) > 1
    assert not printed.duplicated().any()


def test_too_few_articles_are_no_topics(small):
    result = ck.topics(small)
    assert len(result.table) == 0
    assert result.notes[0] == "No topics: they need at least 15 articles, and the corpus has 4."
    assert len(result.passages()) == 0
    assert "No topics" in result._repr_html_()
    assert result.plot() is not None


def test_no_common_words():
    frame = pd.DataFrame({"outlet": "A", "text": [f"alpha{i} beta{i}" for i in range(20)]})
    result = ck.topics(ck.read_corpus(frame))
    assert len(result.table) == 0
    assert result.notes[0] == "No topics: no word stands in 3 articles but in no more than half of them."


def test_articles_all_alike_have_no_topics():
    frame = pd.DataFrame({"outlet": "A", "text": ["The same words stand here today."] * 15})
    assert len(ck.topics(ck.read_corpus(frame)).table) == 0


def test_an_article_without_any_topic_is_left_out(summit):
    odd = summit.articles.iloc[[0]].assign(article_id="odd", text="Zzz.")
    blank = summit.articles.iloc[[0]].assign(article_id="blank", text="Subscribe now.")
    spans = pd.DataFrame({"article_id": ["blank"], "start": [0], "end": [14], "kind": ["furniture"], "rule": ["r"]})
    articles = pd.concat([summit.articles, odd, blank], ignore_index=True)
    result = ck.topics(summit.replace(articles=articles, spans=pd.concat([summit.spans, spans])), n_topics=3)
    assert "2 articles have nothing of any topic and are left out." in result.notes
    assert {"odd", "blank"}.isdisjoint(result.evidence["article_id"])


def test_one_story_has_no_interval():
    rows = [(outlet, "one" if outlet == "B" else f"story {n}", n % 2) for n in range(10) for outlet in "AB"]
    result = ck.topics(corpus_of(rows), n_topics=2)
    assert result.table.loc[result.table["outlet"] == "B", "conf_low"].isna().all()
    assert "No interval for 'B': with one story, how much story differs from story cannot be known." in result.notes


def test_a_fitted_model_takes_no_other_number(summit, model):
    with pytest.raises(ValueError) as error:
        ck.topics(summit, engine=model, n_topics=4)
    assert str(error.value) == (
        "engine: the model is fitted already. Leave out n_topics and seeds, or give them to fit_topics"
    )


def test_an_unknown_engine(summit):
    with pytest.raises(ValueError) as error:
        ck.topics(summit, engine="lda")
    assert str(error.value) == (
        "engine: 'lda' is not known. Choose 'nmf', 'lsa-kmeans' or a decomposition of scikit-learn, such as "
        "LatentDirichletAllocation()"
    )


def test_within_stories_every_figure_is_of_differences(summit, model):
    within = ck.topics(summit, engine=model, within="story", n_resamples=19)
    title = within.plot().layout.title.text
    assert [within.plot(of=of).layout.title.text for of in ("heat map", "map")] == [title, title]


def test_within_stories_the_stories_are_the_units(summit, model):
    with pytest.raises(ValueError) as error:
        ck.topics(summit, engine=model, within="story", cluster="outlet")
    assert str(error.value) == ("cluster: within story, each story is one observation. Leave out cluster, or within")
    assert ck.topics(summit, engine=model, within="story", n_resamples=19).params["cluster"] == "story"


def test_one_shared_story_has_no_interval():
    rows = [*((outlet, f"story {n}", n % 2) for n in range(10) for outlet in "AB"), ("C", "story 1", 0.5)]
    result = ck.topics(corpus_of(rows), n_topics=2, within="story", n_resamples=19)
    assert "No interval for 'C': with one story, how much story differs from story cannot be known." in result.notes


def test_fewer_topics_than_asked_for_are_told():
    rows = [("AB"[n % 2], f"story {n}", 0) for n in range(3)]
    texts = [text for text in corpus_of(rows).articles["text"] for _ in range(6)]
    corpus = ck.read_corpus(pd.DataFrame({"outlet": ["A", "B"] * 9, "text": texts}))
    notes = ck.topics(corpus, n_topics=8, n_resamples=19).notes
    assert notes[1] == "8 topics were asked for, and 3 found: the articles have no more."


def test_flags_are_told_of_one_topic_and_of_several():
    table = pd.DataFrame({"number": [1, 2, 3], "house_style": [False, True, False], "unstable": [True, False, True]})
    assert _flags(table, "news_desk") == [
        "Topic 2 is explained by the news desk more than by the story: perhaps a way of writing, no subject.",
        "Topics 1, 3 do not come again when topics are sought in half of the articles.",
    ]


def test_a_blank_article_of_a_model_from_elsewhere_has_no_passage(summit):
    blank = summit.articles.iloc[[0]].assign(article_id="blank", text="Subscribe now.")
    spans = pd.DataFrame({"article_id": ["blank"], "start": [0], "end": [14], "kind": ["furniture"], "rule": ["r"]})
    corpus = summit.replace(
        articles=pd.concat([summit.articles, blank], ignore_index=True), spans=pd.concat([summit.spans, spans])
    )
    shares = np.repeat([[0.0, 1.0], [1.0, 0.0]], [63, 1], axis=0)
    model = ck.TopicModel.from_arrays(corpus, shares=shares, weights=np.eye(2), vocabulary=["train", "coal"])
    assert set(ck.topics(corpus, engine=model, n_resamples=19).evidence["number"]) == {1}


def test_a_passage_is_shown_once_though_it_was_copied():
    """Six articles on the sea, of which four are copies, and six on the law."""
    rows = [("A", f"story {n}", share) for n, share in enumerate([1] * 3 + [0] * 6)]
    texts = corpus_of(rows).articles["text"].tolist()
    corpus = ck.read_corpus(pd.DataFrame({"outlet": list("ABCDEFGHIJKL"), "text": texts[:1] * 3 + texts}))
    shares = np.repeat([[1.0, 0.0], [0.0, 1.0]], 6, axis=0)
    model = ck.TopicModel.from_arrays(corpus, shares=shares, weights=np.eye(2), vocabulary=["seabaku", "lawbaku"])
    passages = ck.topics(corpus, engine=model, n_resamples=19).passages()
    assert passages.loc[passages["number"] == 1, "outlet"].tolist() == ["A", "E", "F"]
    assert passages.groupby("number")["passage"].nunique().tolist() == [3, 5]
