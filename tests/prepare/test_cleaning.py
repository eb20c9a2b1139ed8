import pandas as pd

import coverage_kit as ck
from coverage_kit.shipped import shipped

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


def test_what_is_marked_in_the_shipped_corpus_is_what_was_labelled_by_hand():
    """Every labelled span is found under its kind, and nothing else is marked."""
    labelled = pd.read_csv(shipped("data", "summit", "gold", "spans.csv"))
    found = ck.clean(ck.datasets.load_summit()).spans
    columns = ["article_id", "start", "end", "kind"]
    wanted, marked = (set(frame[columns].itertuples(index=False, name=None)) for frame in (labelled, found))
    assert (wanted - marked, marked - wanted) == (set(), set())
