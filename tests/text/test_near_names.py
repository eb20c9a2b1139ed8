import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.near_names import come_near, family_name, index_words, is_own_name, near_speech


@pytest.mark.parametrize(
    ("sentence", "written", "name", "near"),
    [
        ("The Bank of Elm slept.", ["Elm", "Bank"], "Elm Bank", True),
        ("ELM BANK SLEPT.", ["Elm", "Bank"], "Elm Bank", True),
        ("Elm slept.", ["Elm", "Bank"], "Elm Bank", False),
        ("The Iraqis left.", ["Iraq"], "Iraq", True),
        ("A British ship.", ["Britain"], "Britain", True),
        ("The U.S. left.", ["US"], "United States", True),
        # Five letters alike are not enough of two long words.
        ("Vladimir left.", ["Vladivostok"], "Vladivostok", False),
        # A family name is not the beginning of another.
        ("Ruiz’s dog left.", ["Ruiz"], "Ana Ruiz", True),
        ("Ruizov left.", ["Ruiz"], "Ana Ruiz", False),
        ("Ana left.", ["Ana", "Ruiz"], "Ana Ruiz", False),
        ("Kim left.", ["Kim", "Jong", "Un"], "Kim Jong Un", True),
    ],
)
def test_what_comes_near_to_a_name(sentence, written, name, near):
    assert come_near(index_words(["Nobody came.", sentence]), written, name) == ({1} if near else set())


def test_all_words_stand_in_one_sentence():
    assert come_near(index_words(["Elm slept.", "The Bank slept."]), ["Elm", "Bank"], "Elm Bank") == set()


@pytest.mark.parametrize(
    ("words", "family"),
    [(["Ana", "Ruiz"], "Ruiz"), (["Moon", "Jae-in"], "Moon"), (["Ruiz"], "Ruiz")],
)
def test_family_names(words, family):
    assert family_name(words) == family


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Ruiz slept.", ""),
        ("Ruiz, who said no, slept.", "Ruiz, who said no, slept."),
        ("Ruiz “regrets” it.", "Ruiz “regrets” it."),
        ("Ruiz also spoke.", "Ruiz also spoke."),
        ("Ruiz sat. She said no.", "Ruiz sat.\nShe said no."),
        ("Ruiz sat. It rained. She said no.", "It rained.\nShe said no."),
        ("Ruiz sat. She ate. Then she said no. Lima slept.", "Ruiz sat.\nShe ate.\nThen she said no."),
        ("", ""),
    ],
)
def test_sentences_in_which_somebody_may_be_heard(text, near):
    assert near_speech(text) == near


@pytest.mark.parametrize(
    ("name", "group", "own"),
    [
        ("Elm Gazette", "The Elm Gazette", True),
        ("The Gazette", "Elm Gazette", True),
        ("Elm Daily Gazette", "edg", True),
        ("EDG", "Elm Daily Gazette", True),
        ("Elm", "Elm Gazette", False),
        ("Ash Gazette", "Elm Gazette", False),
        ("the", "Elm Gazette", False),
    ],
)
def test_the_own_name_of_an_outlet(name, group, own):
    assert is_own_name(name, group) == own


@given(st.lists(st.sampled_from(["Ruiz", "He", "she", "said", "sat", ".", "“", "”", "\n"]), max_size=30))
def test_near_speech_has_sentences_of_the_text_in_their_order(words):
    text = " ".join(words)
    position = 0
    for sentence in near_speech(text).splitlines():
        position = text.index(sentence, position)
