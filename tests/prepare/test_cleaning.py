import pandas as pd

import coverage_kit as ck

FLOORS = {"furniture": 0.97, "dateline": 0.9, "byline": 0.9, "credit": 0.75}
TEXT = """MOSCOW — The ministry said talks would go on.

Nobody spoke of sanctions.

Just Posted

Council lifts sanctions on curling club

The council has voted to lift… Continue reading"""


def corpus():
    return ck.read_corpus(
        pd.DataFrame({"id": ["a", "b"], "outlet": ["A", "A"], "text": [TEXT, "Only reporting here."]})
    )


def test_furniture_is_marked_and_not_counted():
    cleaned = ck.clean(corpus())
    assert set(cleaned.spans["article_id"]) == {"a"}
    words = ck.salience(cleaned, "sanctions").evidence
    assert [TEXT[s:e] for s, e in zip(words["start"], words["end"], strict=True)] == ["sanctions"]
    assert words["start"].tolist() == [TEXT.index("sanctions")]


def test_text_is_not_changed():
    before = corpus()
    assert ck.clean(before).articles["text"].tolist() == before.articles["text"].tolist()


def test_cleaning_twice_is_cleaning_once():
    once = ck.clean(corpus())
    pd.testing.assert_frame_equal(ck.clean(once).spans, once.spans)


def test_a_corpus_without_furniture_has_no_spans():
    frame = pd.DataFrame({"outlet": ["A"], "text": ["Only reporting here."]})
    assert len(ck.clean(ck.read_corpus(frame)).spans) == 0


def test_what_is_marked_in_the_shipped_corpus_was_labelled_by_hand():
    """Nothing else is marked, and little is missed: docs/validation.md has the shares."""
    labelled = ck.datasets.gold()["spans"]
    found = ck.clean(ck.datasets.load_summit()).spans
    wanted, marked = (
        set(frame[["article_id", "start", "end", "kind"]].itertuples(index=False, name=None))
        for frame in (labelled, found)
    )
    assert marked - wanted == set()
    recall = {kind: sum(w[3] == kind for w in wanted & marked) / sum(w[3] == kind for w in wanted) for kind in FLOORS}
    assert all(recall[kind] >= floor for kind, floor in FLOORS.items()), recall
