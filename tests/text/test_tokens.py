import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.tokens import count_words, find_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. and the U.N. met.", ["the", "u.s.", "and", "the", "u.n.", "met"]),
        ("Kremlin’s, Kremlin's", ["kremlin", "kremlin"]),
        ("don’t don't", ["don't", "don't"]),
        ("O’Neil's 1,000.50 roubles", ["o'neil", "1,000.50", "roubles"]),
        ("long-time ally", ["long", "time", "ally"]),
        ("G8 summit, 2nd day, $320M", ["g8", "summit", "2nd", "day", "320m"]),
        ("ÜBER Владивосток 平壤", ["über", "владивосток", "平壤"]),
        ("''quoted'' ‘so’", ["quoted", "so"]),
        ("İzmir İKİ", ["i̇zmir", "i̇ki̇"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert [word.form for word in find_words(text)] == words


@given(st.text())
def test_words_stand_where_they_say(text):
    words = find_words(text)
    assert count_words(text) == len(words)
    assert all(0 <= w.start < w.end <= len(text) for w in words)
    assert all(before.end <= after.start for before, after in pairwise(words))


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Zs"])))
def test_plain_text_splits_at_blanks(text):
    """Without punctuation a word is a run of word characters."""
    assert [text[w.start : w.end] for w in find_words(text)] == re.findall(r"\w+", text)
