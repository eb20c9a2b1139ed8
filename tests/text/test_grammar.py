from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.grammar import has_finite_verb, is_adverb, looks_finite, overlapping, part_of, read_sentence
from coverage_kit.text.quotes import quoted_spans


def test_a_sentence_is_cut_into_words_and_marks():
    text = "Mr. O’Neil's 3.5-litre “car” isn't new."
    sentence = read_sentence(text, (0, len(text)), quoted_spans(text))
    assert sentence.words == ["Mr", ".", "O’Neil's", "3.5-litre", '"', "car", '"', "isn't", "new", "."]
    assert sentence.lower[2] == "o'neil's"
    assert [word for word, inside in zip(sentence.words, sentence.quoted, strict=True) if inside] == ["car"]


def test_a_number_is_one_word_with_its_commas():
    text = "In 2019,3,100,000 came, 5,it seems."
    words = read_sentence(text, (0, len(text)), []).words
    assert words == ["In", "2019,3,100,000", "came", ",", "5", ",", "it", "seems", "."]


@given(st.lists(st.sampled_from(["Ana", "“no,”", "1,000", "said", ".", "''x''"]), max_size=12), st.integers(0, 12))
def test_a_part_reads_like_a_text_of_its_own(pieces, cut):
    text, before = " ".join(pieces), " ".join(pieces[:cut])
    whole, first = read_sentence(text, (0, len(text)), []), read_sentence(before, (0, len(before)), [])
    assert part_of(whole, 0, len(first.words)) == first


@given(st.text())
def test_tokens_stand_where_they_say(text):
    sentence = read_sentence(text, (0, len(text)), quoted_spans(text))
    assert len({len(part) for part in sentence}) == 1
    assert all(
        word == '"' or text[start:end] == word
        for start, end, word in zip(sentence.starts, sentence.ends, sentence.words, strict=True)
    )
    assert sentence.starts == sorted(sentence.starts)


@given(st.sets(st.integers(0, 60), max_size=16), st.integers(0, 60), st.integers(0, 60))
def test_overlap_is_the_intersection(edges, start, end):
    ordered = sorted(edges)
    spans = list(zip(ordered[::2], ordered[1::2], strict=False))
    inside = {position for first, last in spans for position in range(first, last)} & set(range(start, end))
    found = [position for first, last in overlapping(spans, (start, end)) for position in range(first, last)]
    assert found == sorted(inside)


def test_finite_verbs_are_guessed_by_their_form():
    assert all(looks_finite(word) for word in ("was", "won", "voted", "isn't", "he's"))
    assert not any(looks_finite(word) for word in ("bed", "nuclear", "being", "the"))


def test_a_capital_word_is_no_verb():
    text = "The United States was there."
    sentence = read_sentence(text, (0, len(text)), [])
    assert not has_finite_verb(sentence, 0, 3)
    assert has_finite_verb(sentence, 0, 4)


def test_adverbs_end_in_ly_or_are_listed():
    assert all(is_adverb(word) for word in ("publicly", "also", "never"))
    assert not any(is_adverb(word) for word in ("fly", "he", "said"))
