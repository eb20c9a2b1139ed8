import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

import coverage_kit as ck
from coverage_kit.measures.attributions import attributed_words, find_heard, innermost, unheard, voice_of_hits
from coverage_kit.text.lexicon import read_lexicon


def test_columns_and_offsets(summit):
    found = ck.attributions(summit)
    texts = summit.articles.set_index("article_id")["text"]
    assert found.columns.tolist() == [
        "article_id",
        "outlet",
        "source_spans",
        "cue_spans",
        "content_spans",
        "source",
        "cue",
        "content",
        "speaker",
        "form",
        "stance",
        "contested",
        "source_type",
        "naming",
        "number",
    ]
    for row in found.itertuples():
        for part in ("source", "cue", "content"):
            spans = getattr(row, f"{part}_spans")
            assert " … ".join(texts[row.article_id][start:end] for start, end in spans) == getattr(row, part)


def test_what_is_handed_out_can_be_changed_without_harm(summit):
    before = ck.attributions(summit)
    for spans in ck.attributions(summit)["content_spans"]:
        spans.clear()
    pd.testing.assert_frame_equal(ck.attributions(summit), before)


def test_nothing_marked_is_attributed(summit):
    """No attribution touches a marked span: teasers of other stories are not read."""
    spans = {
        key: list(zip(part["start"], part["end"], strict=True)) for key, part in summit.spans.groupby("article_id")
    }
    for row in ck.attributions(summit).itertuples():
        for start, end in [*row.cue_spans, *row.content_spans]:
            assert not any(start < marked_end and marked < end for marked, marked_end in spans.get(row.article_id, ()))


def test_an_expert_in_her_own_words(small):
    row = ck.attributions(small).iloc[0]
    assert (row["article_id"], row["speaker"], row["cue"], row["form"]) == ("b1", "Ann Lee", "said", "direct")
    assert (row["source_type"], row["naming"]) == ("expert", "named")


def test_the_inner_attribution_speaks():
    hits = pd.DataFrame({"article": [0, 0, 0, 0, 0], "start": [25, 5, 60, 75, 105]})
    found = pd.DataFrame(
        {
            "article_id": ["a"] * 4,
            "content_spans": [((0, 50),), ((20, 40),), ((70, 90),), ((100, 110),)],
            "speaker": ["Outer", "Inner", None, "Planner"],
            "source": ["Outer", "Inner", "", "Planner"],
            "stance": ["neutral", "neutral", "distancing", "attitude"],
            "source_type": ["expert", "media", "unknown", "unknown"],
        }
    )
    voices = voice_of_hits(hits, found, pd.Series(["a"]))
    assert voices["voice"].tolist() == ["attributed", "attributed", "own", "own", "own"]
    assert voices["speaker"].tolist()[:2] == ["Inner", "Outer"]
    assert voices["source_type"].tolist()[:2] == ["media", "expert"]


SPANS = st.lists(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1])), max_size=3),
    max_size=6,
)


@given(st.lists(st.integers(0, 90), max_size=30), SPANS)
def test_the_innermost_content_is_the_shortest_span_around_a_place(places, contents):
    for place, number in zip(places, innermost(np.array(places, np.int64), contents), strict=True):
        around = {
            i: min((end - start for start, end in part if start <= place < end), default=None)
            for i, part in enumerate(contents)
        }
        lengths = [length for length in around.values() if length is not None]
        assert (number == -1) == (not lengths)
        if lengths:
            assert around[number] == min(lengths)


def test_words_of_a_quotation_inside_another_belong_to_the_inner_speaker():
    text = "Lee said that Ito had denied that rain fell. Snow fell."
    contents = [[(9, 43)], [(29, 43)]]  # "that Ito had denied that rain fell", "that rain fell"
    assert attributed_words(text, contents).tolist() == [4, 3]
    assert attributed_words("", []).tolist() == []


def test_heard_is_who_says_something_not_who_wants_something_or_nobody():
    frame = pd.DataFrame(
        {
            "outlet": ["A"],
            "text": [
                "The mayor said the bridge was shut. The mayor hopes to sell it. The bridge is reportedly old. "
                "The union argued that nobody would buy it."
            ],
        }
    )
    corpus = ck.read_corpus(frame)
    assert find_heard(corpus)["cue"].tolist() == ["said", "argued"]
    assert find_heard(corpus, contested=False)["cue"].tolist() == ["said"]
    assert unheard(corpus) == ('Attributions left out: 1 to nobody ("reportedly"), 1 of wishes and plans ("wants to").')
    assert unheard(corpus, contested=False) == (
        'Attributions left out: 1 to nobody ("reportedly"), 1 of wishes and plans ("wants to"), '
        '1 with a contested cue ("argue").'
    )


def test_one_speaker_has_one_name_in_all_articles_of_a_story():
    frame = pd.DataFrame(
        {
            "outlet": ["A", "B"],
            "story": ["bridge", "bridge"],
            "text": ["Engineer Ana Ruiz said the bridge was shut.", "Ruiz said the bridge would stay shut."],
        }
    )
    corpus = ck.read_corpus(frame)
    assert ck.attributions(corpus)["speaker"].tolist() == ["Ana Ruiz", "Ruiz"]
    assert find_heard(corpus)["speaker"].tolist() == ["Ana Ruiz", "Ana Ruiz"]
    assert find_heard(corpus)["n_words"].tolist() == [4, 5]


def test_no_quoted_words_of_an_invented_person_are_given_to_a_real_one(summit):
    real = {row["name"] for row in read_lexicon("office_holders")}
    found = ck.attributions(summit)
    assert set(found.loc[found["form"] == "indirect", "speaker"]) & real
    assert not set(found.loc[found["form"] != "indirect", "speaker"]) & real
