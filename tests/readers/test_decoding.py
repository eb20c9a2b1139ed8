"""Text comes out of bytes as it was written, whatever encoding it was written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.decoding import decode_text, split_lines, utf16_codec

SENTENCE = "“Naïve?” she wrote – the café’s bill came to €20.\n"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"))


def message(raw):
    with pytest.raises(CorpusError) as error:
        decode_text(raw, "a.txt")
    return str(error.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_each_encoding(codec):
    assert decode_text(SENTENCE.encode(codec), "a.txt") == SENTENCE


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_mark_makes_any_script_utf16(codec):
    text = "서울 – 평양\n" * 3
    assert decode_text(("\ufeff" + text).encode(codec), "a.txt") == text


def test_single_broken_bytes_do_not_spoil_a_text():
    """One paragraph pasted from Windows-1252 into a file of UTF-8."""
    raw = (SENTENCE * 5).encode() + b"\x93Caf\xe9\x94\n"
    assert decode_text(raw, "a.txt") == SENTENCE * 5 + "“Café”\n"


def test_a_pair_that_happens_to_be_utf8_does_not_make_a_file_utf8():
    """ß and a closing German quotation mark are DF 93, which alone would be the Greek sign U+07D3."""
    text = "„Daß“ und „muß“, für Äpfel, Öl und Übermut.\n"
    assert decode_text(text.encode("cp1252"), "a.txt") == text


def test_bytes_that_windows_does_not_know():
    assert decode_text(b"caf\xe9 \x81\x8d\x8f\x90\x9d", "a.txt") == "café \x81\x8d\x8f\x90\x9d"


def test_nul_bytes_are_told_with_their_line():
    assert message(b"one\ntwo\nthr\0ee\n") == (
        "a.txt: line 3 holds a NUL byte, which no text has. Save the file again as UTF-8 text"
    )
    assert message("one\0".encode("utf-16")) == (
        "a.txt: line 1 holds a NUL byte, which no text has. Save the file again as UTF-8 text"
    )


def test_broken_utf16():
    remedy = "Save the file again as UTF-8 text"
    assert message(b"\xff\xfea\0b\0c") == f"a.txt: the text is UTF-16, but broken at byte 6. {remedy}"
    assert message(b"\xff\xfea\0\x00\xdcb\0") == f"a.txt: the text is UTF-16, but broken at byte 4. {remedy}"


def test_empty():
    assert decode_text(b"", "a.txt") == decode_text(b"\xef\xbb\xbf", "a.txt") == decode_text(b"\xff\xfe", "a.txt") == ""
    assert utf16_codec(b"") == utf16_codec(b"a") == utf16_codec(b"\0") == ""


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_comes_back(text, codec):
    assert decode_text(text.encode(codec), "a.txt") == text


@given(st.binary())
def test_any_bytes_are_text_or_told(raw):
    try:
        text = decode_text(raw, "a.txt")
    except CorpusError as error:
        assert str(error).startswith("a.txt: ")
    else:
        assert "\0" not in text
        assert text == text.encode("utf-8", "ignore").decode()


@given(st.text("ab \r\n\x0b\x85\u2028"))
def test_lines_are_those_of_a_file(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("lines") / "a.txt"
    path.write_bytes(text.encode())
    with path.open(encoding="utf-8", newline="") as file:
        assert list(split_lines(text)) == list(file)
