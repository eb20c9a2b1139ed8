from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text import shingles
from coverage_kit.text.shingles import Run, find_overlaps, resemblance, shared_runs, shared_words

# Three words only, so that shingles repeat within a text, between texts, and in many of them.
WORDS = st.lists(st.sampled_from("abc"), max_size=25)


def sets_of(words):
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def brute_force(texts, containment):
    sets = [sets_of(text.split()) for text in texts]
    pairs = []
    for (i, one), (j, other) in combinations(enumerate(sets), 2):
        shared = len(one & other)
        if shared and shared / min(len(one), len(other)) >= containment:
            pairs.append((i, j, shared, shared / len(one | other), shared / min(len(one), len(other))))
    return pairs


def as_rows(found):
    columns = (found.first, found.second, found.shared, found.jaccard, found.containment)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(st.lists(WORDS.map(" ".join), max_size=8), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
def test_overlaps_are_those_of_sets(texts, containment):
    found = find_overlaps(texts, containment=containment)
    assert as_rows(found) == brute_force(texts, containment)
    assert found.sizes.tolist() == [len(sets_of(text.split())) for text in texts]


def test_blocks_change_nothing(monkeypatch):
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcd"), 60)) for _ in range(40)]
    whole = as_rows(find_overlaps(texts, containment=0.0))
    assert len(whole) > 700
    monkeypatch.setattr(shingles, "_PRODUCTS_A_BLOCK", 1)
    assert as_rows(find_overlaps(texts, containment=0.0)) == whole == brute_force(texts, 0.0)


def test_case_punctuation_and_paragraphs_do_not_part_texts():
    found = find_overlaps(["The port, he said,\n\nis SHUT.", "“The port,” he said, “is shut”"], containment=1.0)
    assert as_rows(found) == [(0, 1, 2, 1.0, 1.0)]


@pytest.mark.parametrize("texts", [[], [""], ["one two three four", "one two three four"]])
def test_too_little_text_overlaps_with_nothing(texts):
    found = find_overlaps(texts, containment=0.0)
    assert as_rows(found) == []
    assert found.sizes.tolist() == [0] * len(texts)


@given(WORDS, WORDS)
def test_shared_words_stand_in_a_shared_shingle(first, second):
    theirs = sets_of(second)
    wanted = [
        any(tuple(first[i : i + 5]) in theirs for i in range(max(0, place - 4), place + 1) if i + 5 <= len(first))
        for place in range(len(first))
    ]
    assert shared_words(first, second).tolist() == wanted


def test_shingles_without_a_marked_word_do_not_count():
    first = list("abcdefghij")
    own = np.array([True] + [False] * 9)
    assert shared_words(first, first, own=own).tolist() == [True] * 5 + [False] * 5
    assert not shared_words(first, first, own=np.zeros(10, bool)).any()
    assert shared_words(first[:3], first[:3], own=own[:3]).tolist() == [False] * 3


@given(WORDS, WORDS)
def test_resemblance_is_that_of_sets(first, second):
    ours, theirs = sets_of(first), sets_of(second)
    if ours and theirs:
        shared = len(ours & theirs)
        wanted = (shared / len(ours | theirs), shared / min(len(ours), len(theirs)))
        assert resemblance(first, second) == pytest.approx(wanted)
    else:
        assert np.isnan(resemblance(first, second)).all()


@given(WORDS, WORDS)
def test_each_run_is_the_longest_that_begins_where_the_last_one_ended(first, second):
    place, wanted = 0, []
    while place < len(first):
        lengths = [common_start(first[place:], second[start:]) for start in range(len(second))]
        longest = max(lengths, default=0)
        if longest >= 5:
            wanted.append((place, longest))
        place += longest if longest >= 5 else 1
    runs = shared_runs(first, second)
    assert [(run.first, run.length) for run in runs] == wanted
    for run in runs:
        assert first[run.first : run.first + run.length] == second[run.second : run.second + run.length]


def common_start(one, other):
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def test_moved_and_shortened_passages_are_found():
    first, second = ["intro", *"abcdef", *"ghijk", "end"], [*"ghijk", "of", "it", *"abcdef"]
    assert shared_runs(first, second) == [Run(1, 7, 6), Run(7, 0, 5)]
    assert shared_runs(first, second, least=6) == [Run(1, 7, 6)]
    assert shared_runs(first, []) == shared_runs([], first) == []
