"""What is mended in a text, and what is left alone."""

import html

import ftfy
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coverage_kit as ck
from coverage_kit.readers.mending import describe_mending, mend, mend_rows

INVISIBLE = "\xad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\u061c\ufeff"
# What mojibake is made of, among what it is not.
PIECES = [*"ÃÂâÅðŸ€™œž˜“”‘’–—…éüßñ aZ.\n\xa0\xad\x80\x99", "â€™", "Ã©", "â€œ", "Ã¢â‚¬â„¢", "Ð°", "서울"]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("Itâ€™s the cafÃ©â€”again", "It’s the café—again"),
        ("ObamaÃ¢â‚¬â„¢s speech", "Obama’s speech"),  # mis-decoded twice
        ("It\x92s \x93late\x94", "It’s “late”"),
        ("SantamarÃ\xada, voilÃ\xa0", "Santamaría, voilà"),
        ("\xa0Ã© â€œone\xa0Ã©", " é “one é"),
        ("a\nâ€œtwo” b\n서울", "a\n“two” b\n서울"),
        ("&ldquo;Q&amp;A&rdquo; &#8212; &#x2014; &#151;", "“Q&A” — — —"),
        ("Let&amp;#8217;s &amp;amp; so on&nbsp;&hellip;", "Let’s & so on …"),
        ("Itâ&euro;&trade;s", "It’s"),  # an entity for each half of what was mis-decoded
        ("co\xadoper\u200bate \ufeff\u202aDaily\u202c\u200e", "cooperate Daily"),
        ("one\r\ntwo\rthree\u2028four\u2029", "one\ntwo\nthree\nfour\n"),
        ("10\xa0000\u202f€\u2007each", "10 000 € each"),
    ],
)
def test_mended(broken, mended):
    assert mend(broken) == mended


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D; Q&A; &notanentity; & &; fish&chips &copy 2019",
        "“Curly,” she said, ‘quotes’ — and ‹others› … stay",
        "naïve façade, CAFÉ’S, Größe, „daß“, São Paulo, Åse Ærø, « Où ? », œuvre, 20 €",
        "“†",  # for ftfy, a Cyrillic letter
        "서울, 平壤, Пхеньян, Αθήνα, بيونغ يانغ",
        "می\u200cخواهم 👩\u200d🚀",  # joiners that are part of the spelling
        "",
    ],
)
def test_left_alone(text):
    assert mend(text) == text


def test_joiners_beside_latin_letters_are_litter():
    assert mend("bro\u200dker \u200cnow\u200d") == "broker now"


@given(st.text(st.characters(max_codepoint=126, exclude_characters="&\r")))
def test_plain_text_is_left_alone(text):
    assert mend(text) == text


@given(st.text(st.characters(max_codepoint=126, exclude_characters="&\r")), st.integers(1, 3))
def test_escaping_is_undone_however_often(text, times):
    escaped = text
    for _ in range(times):
        escaped = html.escape(escaped)
    assert mend(escaped) == text


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_nothing_that_ftfy_would_decode_is_missed(text):
    lines = [ftfy.fix_encoding(ftfy.fix_encoding(line).replace("\xa0", " ")) for line in text.split("\n")]
    by_ftfy = "\n".join(lines).replace("\xa0", " ")
    assert mend(text) == "".join(character for character in by_ftfy if character not in INVISIBLE)


# Without soft hyphens: what one of them kept apart may look mis-decoded once it has gone.
@given(st.lists(st.sampled_from([*PIECES, "&amp;", "&lt;", "&#8217;", "\r", "&"]), max_size=20).map("".join))
def test_mending_twice_changes_no_more(text):
    text = text.replace("\xad", "")
    assert mend(mend(text)) == mend(text)


@given(st.text(f"abc {INVISIBLE}"))
def test_only_what_nobody_sees_goes(text):
    assert mend(text) == "".join(character for character in text if character not in INVISIBLE)


def test_rows_and_what_is_said_of_them():
    rows = pd.DataFrame(
        {
            "outlet": ["S&amp;P Daily", "B", "C", "D"],
            "text": ["Itâ€™s", "â€œB”", "plain\xa0\r\n", 7],
            "title": ["Â£5", None, "t", ["t"]],
            "desk": ["Itâ€™s"] * 4,
        }
    )
    mended, done = mend_rows(rows)
    assert mended.to_numpy().tolist() == [
        ["S&P Daily", "It’s", "£5", "Itâ€™s"],
        ["B", "“B”", None, "Itâ€™s"],
        ["C", "plain \n", "t", "Itâ€™s"],
        ["D", 7, ["t"], "Itâ€™s"],
    ]
    assert (
        describe_mending(done)
        == "HTML entities were resolved in 1 article. Mis-decoded characters were mended in 2 articles."
    )
    assert describe_mending(done.iloc[2:]) == ""


def test_the_corpus_says_what_was_mended():
    frame = pd.DataFrame(
        {"outlet": ["A", "A", ""], "text": ["co\xadoperate", "Plain.", "&lt;"], "byline": "Zo&euml; Li"}
    )
    corpus = ck.read_corpus(frame, on_error="collect")
    assert corpus.articles["text"].tolist() == ["cooperate", "Plain."]
    assert corpus.articles["byline"].tolist() == ["Zoë Li", "Zoë Li"]
    assert corpus.note == ("HTML entities were resolved in 2 articles. Invisible characters were removed in 1 article.")
    assert ck.read_corpus(corpus.articles).note == ""


def test_several_authors(tmp_path):
    frame = pd.DataFrame({"outlet": ["A"], "text": ["One."], "authors": [["ZoÃ« Li", "Bo&nbsp;Ek"]]})
    frame.to_parquet(tmp_path / "a.parquet")
    for source in (frame, tmp_path / "a.parquet"):
        corpus = ck.read_corpus(source)
        assert corpus.articles["byline"].tolist() == ["Zoë Li, Bo Ek"]
        assert corpus.note == (
            "HTML entities were resolved in 1 article. Mis-decoded characters were mended in 1 article."
        )


def test_what_is_left_empty_by_mending_is_an_empty_cell():
    frame = pd.DataFrame({"outlet": ["A", "\u200b"], "text": ["One.", "Two."]})
    assert ck.read_corpus(frame, on_error="collect").rejected.to_numpy().tolist() == [
        ["row 1", "outlet", "", "is empty; fill in the outlet or remove the row"]
    ]
