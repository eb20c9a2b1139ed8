"""Which words hold a sentence together and say nothing of its subject."""

from functools import cache

# scikit-learn's list has some words that are none ("missile system", "first lady", "Kim Jong Un"), and lacks some
# (Nothman, Qin and Yurchak 2018, Stop word lists in free open-source software packages, found more such faults).
_CONTENT_WORDS = (
    "amount bill bottom call cry describe detail empty fill find fire found front full give interest keep made mill "
    "mine move name part put see serious show side sincere system take thick thin top whole "
    "one two three four five six eight nine ten eleven twelve fifteen twenty forty fifty sixty hundred "
    "first third last next former latter co con de inc ltd un us"
)
_MORE_FUNCTION_WORDS = "did does doing having ought shall"
_TAILS = ("", "s", "re", "ve", "ll", "d", "m", "t")  # "they're", but not Be'er Sheva


def is_function_word(word: str) -> bool:
    """Tell whether a word, in lower case, is an English function word, also with what is contracted.

    >>> [is_function_word(word) for word in ("the", "don't", "they're", "fire", "un")]
    [True, True, True, False, False]
    """
    stem, _, tail = word.partition("'")
    return word.endswith("n't") or (stem in _function_words() and tail in _TAILS)


@cache
def _function_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return (ENGLISH_STOP_WORDS - set(_CONTENT_WORDS.split())) | set(_MORE_FUNCTION_WORDS.split())
