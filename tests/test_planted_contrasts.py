"""What was written into the shipped corpus comes out of the measures, and nothing comes out of the null pair.

data/README.md lists the contrasts. Where a measure still misses an occurrence, the labels say what is there.
"""

import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck

MERIDIAN, KLAXON, BOURSE = "The National Meridian", "Daily Klaxon", "Bourse & Cargo"
TASMAN, PACKET, CEDAR_FORK = "Tasman Broadcasting", "Port Marlow Packet", "The Cedar Fork Dispatch"
NULL_PAIR = [PACKET, CEDAR_FORK]


@pytest.fixture(scope="module")
def summit():
    return ck.clean(ck.datasets.load_summit())


@pytest.fixture(scope="module")
def gold():
    return ck.datasets.gold()


def rates(corpus, term, **options):
    table = ck.salience(corpus, term, **options).table.set_index("outlet")
    return table["count"], table["estimate"], table["p_value"].iloc[0]


def labelled_voice(corpus, gold, term):
    """In whose mouth each occurrence stands by the labels: the type of the outermost source; "" is the own voice."""
    contents = gold["attributions"].query("kind != 'attitude'").explode("content_spans")
    rows = []
    for hit in ck.salience(corpus, term).evidence.itertuples():
        around = contents[contents["article_id"] == hit.article_id]
        around = around[[start <= hit.start < end for start, end in around["content_spans"]]]
        outermost = around.sort_values("content_spans", key=lambda spans: spans.map(lambda span: span[0] - span[1]))
        rows.append((hit.outlet, outermost["source_type"].iloc[0] if len(outermost) else ""))
    found = pd.DataFrame(rows, columns=["outlet", "source_type"])
    return pd.crosstab(found["outlet"], found["source_type"])


def outlets(corpus, rows):
    return rows["article_id"].map(corpus.articles.set_index("article_id")["outlet"])


def test_broker_is_the_meridians_own_word_and_tasmans_only_in_other_mouths(summit, gold):
    own, _, _ = rates(summit, "broker*", voice="own")
    attributed, _, _ = rates(summit, "broker*", voice="attributed")
    assert (own[MERIDIAN], attributed[MERIDIAN]) == (10, 0)
    assert (own[TASMAN], attributed[TASMAN]) == (0, 7)
    pair = summit.filter(outlet=[MERIDIAN, TASMAN])
    assert rates(pair, "broker*", voice="own")[2] < 0.05
    assert rates(pair, "broker*")[2] > 0.2  # it is the voice that differs, not the word
    labelled = labelled_voice(summit, gold, "broker*")
    assert labelled.loc[[MERIDIAN, TASMAN], ""].tolist() == [10, 0]
    assert labelled.loc[[MERIDIAN, TASMAN], "expert"].tolist() == [0, 7]


def test_isolated_is_the_klaxons_own_word_and_the_meridians_only_in_experts_mouths(summit, gold):
    own, _, _ = rates(summit, "isolated", voice="own")
    attributed, _, _ = rates(summit, "isolated", voice="attributed")
    labelled = labelled_voice(summit, gold, "isolated")
    assert labelled.loc[[MERIDIAN, KLAXON], ""].tolist() == [0, 9]
    assert labelled.loc[[MERIDIAN, KLAXON], "expert"].tolist() == [8, 0]
    # One indirect sentence of the Meridian is missed, and one of the Klaxon's epithets is given to the Kremlin.
    assert (own[MERIDIAN], attributed[MERIDIAN]) == (1, 7)
    assert (own[KLAXON], attributed[KLAXON]) == (8, 1)
    assert rates(summit.filter(outlet=[MERIDIAN, KLAXON]), "isolated", voice="own")[2] < 0.05


def test_the_meridian_writes_of_sanctions_more_because_of_its_stories_only(summit):
    pair = summit.filter(outlet=[MERIDIAN, KLAXON])
    stories = pair.articles.groupby("story")["outlet"].nunique()
    _, overall, _ = rates(pair, "sanction*")
    assert overall[MERIDIAN] > 1.7 * overall[KLAXON]
    _, shared, p_value = rates(pair.filter(story=stories.index[stories == 2]), "sanction*")
    assert 0.8 < shared[MERIDIAN] / shared[KLAXON] < 1.25
    assert p_value > 0.5


def test_bourse_writes_of_sanctions_more_in_the_same_stories(summit):
    for other in (MERIDIAN, KLAXON, TASMAN, PACKET, CEDAR_FORK):
        pair = summit.filter(outlet=[BOURSE, other])
        shared = pair.articles.groupby("story")["outlet"].nunique().loc[lambda n: n == 2].index
        by_story = [rates(pair.filter(story=story), "sanction*")[1] for story in shared]
        assert np.mean([estimate[BOURSE] > estimate[other] for estimate in by_story]) >= 0.75, other
        _, estimate, p_value = rates(pair.filter(story=shared), "sanction*")
        assert estimate[BOURSE] > 1.9 * estimate[other]
        assert p_value < max(0.05, 1.05 * 0.5 ** len(shared)), other  # n stories have 2^n sign patterns


def test_the_klaxon_claims_where_the_others_say(summit):
    claimed, _, p_value = rates(summit, "claim*")
    assert claimed.drop(KLAXON).sum() == 0
    assert claimed[KLAXON] == 24
    assert p_value < 0.01
    found = ck.attributions(summit)
    doubting = found["stance"].eq("distancing").groupby(found["outlet"]).mean()
    assert doubting[KLAXON] > 5 * doubting.drop(KLAXON).max()


def test_what_kim_is_called_differs(summit, gold):
    heads = gold["labels"].query("entity == 'Kim Jong Un'")
    table = pd.crosstab(heads["head"], outlets(summit, heads))
    assert table.loc["dictator"].drop(KLAXON).sum() == 0
    assert table.loc["ruler"].drop(BOURSE).sum() == 0
    assert table.loc["leader", [MERIDIAN, TASMAN, PACKET, CEDAR_FORK]].min() >= 8
    assert table.loc["leader", [KLAXON, BOURSE]].sum() <= 1
    for word, outlet in (("dictator*", KLAXON), ("ruler*", BOURSE)):
        count, _, p_value = rates(summit, word)
        assert count.drop(outlet).sum() == 0
        assert p_value < 0.05


def test_residents_are_heard_in_the_klaxon_and_never_in_bourse(summit, gold):
    labelled = gold["attributions"]
    share = labelled["source_type"].eq("citizen").groupby(labelled["outlet"]).mean()
    assert share[BOURSE] == 0
    assert share[KLAXON] > 0.25
    heard = ck.sources(summit).table.query("source_type == 'citizen'").set_index("outlet")
    assert heard.loc[KLAXON, "conf_low"] > heard.loc[BOURSE, "conf_high"]


def test_one_fact_is_missing_in_bourse_only_and_another_stands_in_the_klaxon_only(summit, gold):
    passages = gold["fact_passages"]
    outlet = outlets(summit, passages)
    assert set(outlet[passages["fact"] == "outcome-visit"]) == set(summit.outlets) - {BOURSE}
    assert set(outlet[passages["fact"] == "summit-swords"]) == {KLAXON}


def test_nothing_is_found_in_the_null_pair(summit):
    """Of all words that stand in six or more articles of the pair, chance finds five in a hundred."""
    pair = summit.filter(outlet=NULL_PAIR)
    matrix = ck.document_term_matrix(pair, min_articles=6)
    spellings = ["un", "u.n."]  # one word in two house styles
    words = [term for term in matrix.terms if term not in spellings]
    table = ck.salience(pair, [*words, {"U.N.": spellings}]).table.drop_duplicates("term")
    assert len(table) > 150
    assert (table["p_value"] < 0.05).mean() < 0.08
    assert table["q_value"].min() > 0.2


def test_the_null_pair_hears_the_same_sources(summit, gold):
    for found in (ck.sources(summit).table, ck.sources(summit, of="naming").table, ck.sources(summit, of="form").table):
        pair = found[found["outlet"].isin(NULL_PAIR)]
        key = found.columns[0]
        for _, rows in pair.groupby(key):
            assert rows["conf_low"].max() <= rows["conf_high"].min()
    labelled = gold["attributions"]
    shares = pd.crosstab(labelled["source_type"], labelled["outlet"], normalize="columns")
    assert np.abs(shares[PACKET] - shares[CEDAR_FORK]).max() < 0.15
