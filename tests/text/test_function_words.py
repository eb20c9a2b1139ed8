import pytest

from coverage_kit.text.function_words import is_function_word


@pytest.mark.parametrize("word", ["the", "of", "whose", "don't", "isn't", "we've", "he'll", "i'm", "did", "ought"])
def test_words_that_hold_sentences_together(word):
    assert is_function_word(word)


@pytest.mark.parametrize(
    "word", ["fire", "bill", "system", "first", "un", "o'neil", "be'er", "all'italia", "sanctions", "1,000", ""]
)
def test_words_of_content(word):
    assert not is_function_word(word)
