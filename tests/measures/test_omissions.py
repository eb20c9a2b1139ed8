import pandas as pd
import pytest

import coverage_kit as ck

MAYOR = "Mayor Ana Ruiz said the bridge was shut."
ROWER = "Engineer Igor Belov said rowers were angry and tired."
BAKER = "Teacher Tom Okafor said bread was dear."
BUSY = "Ruiz was busy."


def corpus_of(*articles, **columns):
    """Make a corpus of (outlet, story, text)."""
    frame = pd.DataFrame(articles, columns=["outlet", "story", "text"]).assign(**columns)
    return ck.read_corpus(frame)


def heard(corpus):
    columns = ["outlet", "item", "found", "n_with", "n_others", "n_texts", "n_mentions", "named"]
    return set(ck.omissions(corpus, of="speakers").table[columns].itertuples(index=False, name=None))


def lacking(corpus, kind, **options):
    table = ck.omissions(corpus, of=kind, **options).table
    return set(table.loc[table["found"] == "elsewhere", ["outlet", "item"]].itertuples(index=False, name=None))


def test_who_is_heard_elsewhere_and_who_only_here():
    corpus = corpus_of(
        ("A", "bridge", f"{MAYOR} {ROWER}"),
        ("B", "bridge", f"{MAYOR} {MAYOR}"),
        ("C", "bridge", f"{BUSY} {BAKER} {BAKER}"),
        ("D", "bridge", f"{MAYOR}"),
    )
    assert heard(corpus) == {
        ("C", "Ana Ruiz", "elsewhere", 3, 3, 3, 4, True),
        ("C", "Tom Okafor", "only here", 0, 3, 1, 2, True),
    }  # Belov is heard in one outlet, and only once.


def test_how_probable_an_absence_is():
    """The others have 7 words each, C 28: as likely as both of theirs together.

    The first text that has Ruiz is one of theirs with probability 2 / 4, the second then with 1 / 3.
    """
    corpus = corpus_of(
        ("A", "bridge", "Mayor Ana Ruiz said dams were shut."),
        ("B", "bridge", "Mayor Ana Ruiz said dams were open."),
        ("C", "bridge", " ".join([BAKER] * 4)),
    )
    assert [len(text.split()) for text in corpus.articles["text"]] == [7, 7, 28]
    table = ck.omissions(corpus, of="speakers").table.set_index("item")
    assert table.loc["Ana Ruiz", "p_value"] == pytest.approx(2 / 4 * 1 / 3)
    # Of the three outlets that could lack her, one does.
    assert table.loc["Ana Ruiz", "q_value"] == pytest.approx(2 / 4 * 1 / 3 * 3)
    assert pd.isna(table.loc["Tom Okafor", "p_value"])


def test_one_article_each_shows_nothing_improbable():
    corpus = corpus_of(("A", "bridge", MAYOR), ("B", "bridge", MAYOR), ("C", "bridge", f"{BAKER} Hail."))
    result = ck.omissions(corpus, of="speakers")
    assert result.table["p_value"].tolist() == [pytest.approx(1 / 3)]  # three texts of eight words, one has not
    assert result.notes[1] == (
        "No absence is improbable in itself (least p-value 0.33): with so few articles on a story, somebody has not "
        "what the others have."
    )


def test_stories_are_compared_one_by_one():
    corpus = corpus_of(
        *[(outlet, "bridge", MAYOR) for outlet in "AB"], ("C", "bridge", BAKER), *[(o, "bread", BAKER) for o in "ABC"]
    )
    assert heard(corpus) == {("C", "Ana Ruiz", "elsewhere", 2, 2, 2, 2, False)}


def test_copies_of_one_text_count_as_one():
    texts = [("A", "bridge", MAYOR), ("B", "bridge", MAYOR), ("C", "bridge", BAKER)]
    assert heard(corpus_of(*texts)) == {("C", "Ana Ruiz", "elsewhere", 2, 2, 2, 2, False)}
    assert heard(corpus_of(*texts, reprint_group=["x", "x", None])) == set()


def test_two_copies_show_no_omissions():
    text = f"{MAYOR} {ROWER} {BAKER}"
    corpus = corpus_of(("A", "bridge", text), ("B", "bridge", text), ("C", "bridge", text))
    assert len(ck.omissions(corpus).table) == 0


def test_an_attribution_deleted_from_one_article_is_listed():
    whole = corpus_of(*[(outlet, "bridge", f"{MAYOR} {ROWER}") for outlet in "ABCD"])
    assert len(ck.omissions(whole).table) == 0
    cut = corpus_of(*[(outlet, "bridge", f"{MAYOR} {ROWER}") for outlet in "ABC"], ("D", "bridge", MAYOR))
    assert heard(cut) == {("D", "Igor Belov", "elsewhere", 3, 3, 3, 3, False)}


def test_the_figure_shows_one_story_with_passages():
    corpus = corpus_of(
        ("A", "bridge", MAYOR), ("B", "bridge", f"{MAYOR} {MAYOR}"), ("C", "bridge", BUSY), ("A", "tax", ROWER),
        ("B", "tax", BAKER),
    )  # fmt: skip
    result = ck.omissions(corpus, of="speakers")
    figure = result.plot()
    assert figure.layout.title.text == "Who has what, story “bridge”"
    rings, dots = figure.data
    assert (dots.x, dots.y, dots.text) == ((0, 1), (0, 0), ("1", "2"))
    assert (rings.x, rings.y) == ((2,), (0,))
    assert dots.hovertext[0] == "<b>Ana Ruiz</b> in A<br>passages: 1<br>Mayor Ana Ruiz said the bridge was shut."
    assert len(result.plot(of="tax").data[1].x) == 2
    with pytest.raises(ValueError) as error:
        result.plot(of="weather")
    assert str(error.value) == "of: there is no story 'weather' that two have in common. There are 'bridge', 'tax'"


def test_passages_are_those_of_the_others():
    corpus = corpus_of(("A", "bridge", MAYOR), ("B", "bridge", MAYOR), ("C", "bridge", BUSY))
    passages = ck.omissions(corpus).passages(story="bridge", kind="speakers", item="Ana Ruiz")
    assert passages["outlet"].tolist() == ["A", "B"]


def test_a_corpus_without_stories():
    corpus = ck.read_corpus(pd.DataFrame({"outlet": ["A", "B"], "text": [MAYOR, BAKER]}))
    with pytest.raises(ck.CorpusError) as error:
        ck.omissions(corpus)
    assert str(error.value) == "within: there is no column 'story'. Run find_stories(corpus) first"


PORT = "Then dockers at Alder Port walked out. The strike shut Alder Port for good."
CALM = "The sea was calm. Nothing moved there."


def test_entities_that_others_name_twice():
    corpus = corpus_of(("A", "port", PORT), ("B", "port", PORT.replace("dockers", "men")), ("C", "port", CALM))
    assert lacking(corpus, "entities") == {("C", "Alder Port")}
    once = corpus_of(("A", "port", PORT), ("B", "port", "They left Alder Port."), ("C", "port", CALM))
    assert lacking(once, "entities") == set()


@pytest.mark.parametrize("here", ["It was the Port of Alder.", "In ALDER PORT it rained.", "The alder port slept."])
def test_an_entity_named_otherwise_is_not_absent(here):
    corpus = corpus_of(("A", "port", PORT), ("B", "port", PORT), ("C", "port", f"{CALM} {here}"))
    assert lacking(corpus, "entities") == set()


def test_an_entity_in_the_title_is_not_absent():
    texts = [("A", "port", PORT), ("B", "port", PORT), ("C", "port", CALM)]
    assert lacking(corpus_of(*texts, title=["", "", "Alder Port falls silent"]), "entities") == set()
    assert lacking(corpus_of(*texts, title=["", "", "Silence"]), "entities") == {("C", "Alder Port")}


def test_terms_that_others_use_twice():
    corpus = corpus_of(
        ("A", "port", "A strike is a strike."), ("B", "port", "They struck: strikes upon strikes."), ("C", "port", CALM)
    )
    assert lacking(corpus, "terms") == {("C", "strike")}


def test_another_form_of_a_word_is_not_absent():
    texts = [("A", "port", "A missile is a missile."), ("B", "port", "Missiles and missiles.")]
    assert lacking(corpus_of(*texts, ("C", "port", "One missile flew.")), "terms") == set()
    texts = [("A", "port", "An immigrant met immigrants."), ("B", "port", "The immigrant saw an immigrant.")]
    assert lacking(corpus_of(*texts, ("C", "port", "Immigration fell.")), "terms") == set()


def test_a_word_of_all_stories_is_no_key_term():
    others = [(outlet, "bread", "The market is a market.") for outlet in "ABC"]
    corpus = corpus_of(
        ("A", "port", "A market is a market."), ("B", "port", "Markets and markets."), ("C", "port", CALM), *others
    )
    assert lacking(corpus, "terms") == set()


FACT = "The harbour crane fell into the basin on Monday night and 7 dockers were hurt."
REWORDED = "On Monday night the harbour crane fell and hurt 7 dockers."


def test_facts_that_others_tell_in_like_words():
    corpus = corpus_of(("A", "port", f"{FACT} {CALM}"), ("B", "port", f"{BUSY} {REWORDED}"), ("C", "port", CALM))
    result = ck.omissions(corpus, of="facts")
    rows = result.table[["outlet", "item", "found", "n_with", "n_texts", "n_mentions"]]
    assert rows.to_numpy().tolist() == [["C", REWORDED, "elsewhere", 2, 2, 2]]
    assert result.passages(story="port", item=REWORDED)["passage"].tolist() == [FACT, REWORDED]


def test_a_fact_told_over_two_sentences_is_not_absent():
    told = "A harbour crane fell into the basin. It happened at night; dockers were hurt."
    corpus = corpus_of(("A", "port", FACT), ("B", "port", REWORDED), ("C", "port", f"{CALM} {told}"))
    assert lacking(corpus, "facts") == set()


def test_a_long_fact_is_shown_shortened():
    long = FACT[:-1] + ", which the foreman of the second shift had feared since the storm of last winter."
    corpus = corpus_of(("A", "port", long), ("B", "port", long), ("C", "port", CALM))
    ((_, item),) = lacking(corpus, "facts")
    assert item == long[: long.index(" had feared")] + "…"


def test_all_kinds_at_once_and_each_alone():
    text = f"{MAYOR} {MAYOR} {PORT} {FACT}"
    corpus = corpus_of(("A", "port", text), ("B", "port", text), ("C", "port", CALM))
    whole = ck.omissions(corpus).table
    assert whole["kind"].drop_duplicates().tolist() == ["speakers", "entities", "terms", "facts"]
    for kind in whole["kind"].unique():
        alone = ck.omissions(corpus, of=kind).table
        pd.testing.assert_frame_equal(alone, whole[whole["kind"] == kind].reset_index(drop=True), check_dtype=False)


def test_copies_show_no_omission_of_any_kind():
    text = f"{MAYOR} {PORT} {FACT}"
    assert len(ck.omissions(corpus_of(*[(outlet, "port", text) for outlet in "ABC"])).table) == 0


def test_what_only_one_outlet_has_it_has_as_often_as_two_others_would():
    corpus = corpus_of(
        ("A", "port", f"{PORT} {PORT}"), ("B", "port", CALM), ("C", "port", f"{BUSY} A calm, a calm, a calm day.")
    )
    table = ck.omissions(corpus, of=["entities", "terms"]).table
    alone = table.loc[table["found"] == "only here", ["outlet", "item", "n_mentions"]]
    assert alone.iloc[0].tolist() == ["A", "Alder Port", 4]
    assert "calm" not in alone["item"].tolist()  # B has it too


def test_the_figure_of_one_kind():
    text = f"{MAYOR} {PORT}"
    corpus = corpus_of(("A", "port", text), ("B", "port", text), ("C", "port", CALM))
    labels = ck.omissions(corpus).plot(kind="entities").layout.yaxis.ticktext
    assert "Alder Port" in labels
    assert "<b>Speakers</b>" not in labels


def test_two_outlets_cannot_show_what_two_others_have():
    corpus = corpus_of(("A", "port", PORT), ("B", "port", CALM))
    result = ck.omissions(corpus)
    assert len(result.table) == 0
    assert result.notes[:2] == (
        "What stands elsewhere and what only here, within each story: 1 that two groups or more have. "
        "That something is absent has many reasons; read the passages.",
        "Nothing can be listed for 1 of them: fewer than 3 groups have them.",
    )
    assert lacking(corpus, "entities", min_others=1) == {("B", "Alder Port")}


def test_notes_tell_what_is_missed():
    corpus = corpus_of(*[(outlet, "port", PORT) for outlet in "ABC"])
    assert ck.omissions(corpus, of="terms").notes == (
        "What stands elsewhere and what only here, within each story: 1 that two groups or more have. "
        "That something is absent has many reasons; read the passages.",
        "Terms: another word for the same thing counts as absent.",
    )


def test_one_outlet_or_an_unknown_kind():
    with pytest.raises(ck.CorpusError) as error:
        ck.omissions(corpus_of(("A", "port", PORT), ("A", "port", CALM)))
    assert str(error.value) == (
        "within: there is no story that two of 'A' have in common. Choose another column, or leave within out"
    )
    with pytest.raises(ValueError) as error:
        ck.omissions(corpus_of(("A", "port", PORT)), of="speaker")
    assert str(error.value) == "of: 'speaker' is not known. Choose from speakers, entities, terms, facts"
