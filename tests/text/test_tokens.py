import re
import unicodedata
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.tokens import count_words, cut_at_words, find_words, normalise, stand_together


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
        ("ΟΔΟΣ, ΟΔΟΙ", ["οδος", "οδοι"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("كَتَبَ شָלוֹם", ["كَتَبَ", "شָלוֹם"]),
        ("sanc\u00adtions Py\u200bong\u200byang", ["sanctions", "pyongyang"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("", []),
    ],
)
def test_words(text, words):
    assert [word.form for word in find_words(text)] == words


@pytest.mark.parametrize("text", ["José’s café", "É.U. and U.S.", "Ὀδυσσεύς", "Việt Nam", "한국", "KİEV É’s"])
def test_composed_and_decomposed_text_have_the_same_words(text):
    decomposed = unicodedata.normalize("NFD", text)
    words = find_words(decomposed)
    assert decomposed != text
    assert [word.form for word in words] == [word.form for word in find_words(text)]
    assert [unicodedata.normalize("NFC", decomposed[w.start : w.end]) for w in words] == [
        text[w.start : w.end] for w in find_words(text)
    ]


@pytest.mark.parametrize(
    ("gap", "together"),
    [
        *((gap, True) for gap in ("", " ", "   ", "\u00a0", "\t", "\n", "\r\n", "  \r\n  ", "\r", " \u200b ")),
        *((gap, True) for gap in ("-", " - ", "‑", "–\n", "'", "’ ", " “", "”")),
        *((gap, False) for gap in ("\n\n", "\n \n", "\r\n\r\n", "\r\r", "\n\r\n", "\u2028", "\u2029", "\n-\n")),
        *((gap, False) for gap in (". ", ", ", "; ", " — ", "/", "&", " -- ", "' '")),
    ],
)
def test_gaps_inside_a_phrase(gap, together):
    assert stand_together(gap) is together


@pytest.mark.parametrize(
    ("gap", "written", "together"),
    [
        (".\u00a0", ". ", True),
        (".\n", ". ", True),
        (".", ". ", False),
        (".\n\n", ". ", False),
        ("’S ", "'s ", True),
        ("&", "&", True),
        (" & ", "&", False),
        (" ", "&", True),
        ("/", "&", False),
        ("\n\n", "\n\n", False),
    ],
)
def test_what_was_written_may_part_words(gap, written, together):
    assert stand_together(gap, written) is together


ANY_TEXT = st.text() | st.text(alphabet="aAsSİΣσé19_ .,'’-\n*\u0301\u0307\u093f\u00ad\u200b\u200d")


@given(ANY_TEXT)
def test_words_stand_where_they_say(text):
    words = find_words(text)
    assert count_words(text) == len(words)
    assert all(0 <= w.start < w.end <= len(text) for w in words)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert [w.form for w in words] == [normalise(text[w.start : w.end]) for w in words]


@given(
    ANY_TEXT | st.lists(st.sampled_from(["Kim", "s", "AB", "U.", "é", "9", "_", "’", "'", ".", ",", " "])).map("".join)
)
def test_a_text_is_cut_where_its_words_begin_and_end(text):
    pieces = cut_at_words(text)
    ends = list(accumulate(map(len, pieces)))
    assert "".join(pieces) == text
    assert list(zip(ends[0::2], ends[1::2], strict=False)) == [(word.start, word.end) for word in find_words(text)]


@given(ANY_TEXT)
def test_nothing_but_possessives_is_left_out(text):
    """Outside the words stand no letters or digits but the s of a possessive."""
    rest = list(text)
    for word in find_words(text):
        rest[word.start : word.end] = " " * (word.end - word.start)
    left = [place for place, character in enumerate(rest) if character.isalnum()]
    assert all(text[place] in "sS" and text[place - 1] in "'’" for place in left)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Zs"])))
def test_plain_text_splits_at_blanks(text):
    """Without punctuation a word is a run of word characters."""
    assert [text[w.start : w.end] for w in find_words(text)] == re.findall(r"\w+", text)
