import socket
import sys

import pytest

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.web_page import decode_page, is_web_page, read_web_page

PARAGRAPHS = (
    "The harbour bridge will be closed for three weeks, the port authority said on Thursday, after inspectors found "
    "cracks in two of its piers.",
    "“We cannot wait for the summer,” said Ina Holt, who heads the authority. Ferries will run every ten minutes until "
    "the work is done.",
    "Shopkeepers on the north bank said they had not been told in time and asked the city for help with the trade "
    "they expect to lose.",
)
HEAD = """<title>Harbour bridge closed for repairs | Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta name="author" content="Ina Lode; Peer Holm">
<meta property="article:published_time" content="2019-04-25T23:30:00+09:00">
<link rel="canonical" href="https://www.harbourpost.example/news/bridge">"""


def page(head=HEAD, paragraphs=PARAGRAPHS, opening='<!DOCTYPE html><html lang="en">', charset="utf-8"):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'{opening}<head><meta charset="{charset}">{head}</head><body><nav><a href="/">Home</a><a href="/s">Sport</a>'
        f"</nav><article><h1>Harbour bridge closed for repairs</h1>{text}</article><aside><p>Subscribe to our letter"
        "</p></aside><footer><p>© 2021 Harbour Post</p></footer></body></html>"
    )


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read a page from a file, on a machine whose network refuses."""
    pytest.importorskip("trafilatura")

    def refuse(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    def read(html, encoding="utf-8"):
        path = tmp_path / "bridge.html"
        path.write_bytes(html.encode(encoding))
        return read_web_page(path)

    return read


def test_a_saved_page_is_one_row(read):
    rows = read(page())
    assert list(rows.index) == ["page"]
    assert rows.loc["page"].to_dict() == {
        "outlet": "Harbour Post",
        "text": "\n\n".join(PARAGRAPHS),
        "title": "Harbour bridge closed for repairs",
        "published": "2019-04-25",
        "url": "https://www.harbourpost.example/news/bridge",
        "byline": "Ina Lode, Peer Holm",
    }


def test_without_a_site_name_the_outlet_is_the_host(read):
    head = '<title>Bridge</title><link rel="canonical" href="https://www.harbourpost.example/news/bridge">'
    assert read(page(head)).loc["page", "outlet"] == "harbourpost.example"


def test_where_the_browser_saved_the_page_from(read):
    saved = "<!DOCTYPE html>\n<!-- saved from url=(0036)https://www.post.example/news/bridge -->\n<html>"
    row = read(page("<title>Bridge</title>", opening=saved)).loc["page"]
    assert (row["outlet"], row["url"]) == ("post.example", "https://www.post.example/news/bridge")


def test_a_page_that_does_not_say_whose_it_is(read):
    row = read(page("<title>Bridge</title>")).loc["page"]
    assert (row["outlet"], row["url"], row["byline"]) == ("", "", "")


def test_a_day_is_not_guessed(read):
    paragraphs = (
        *PARAGRAPHS,
        "The bridge was last repaired on 3 May 2011 and on 14 June 2015, at a cost of 2.5 million.",
    )
    assert read(page("<title>Bridge</title>", paragraphs)).loc["page", "published"] == ""


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("utf-16", "utf-16"),
        ("no-such-charset", "utf-8"),
    ],
)
def test_encodings(read, charset, encoding):
    assert read(page(charset=charset), encoding).loc["page", "text"] == "\n\n".join(PARAGRAPHS)


def test_an_xhtml_page(read):
    opening = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
    assert read(page(opening=opening)).loc["page", "text"] == "\n\n".join(PARAGRAPHS)


def test_entities_are_not_resolved(read, tmp_path):
    (tmp_path / "secret.txt").write_text("hidden")
    bomb = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY b "&a;&a;">]><html>'
    text = read(page(paragraphs=(*PARAGRAPHS, "The cost &a; &b; is not known yet."), opening=bomb)).loc["page", "text"]
    assert "hidden" not in text
    assert text.startswith(PARAGRAPHS[0])


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><script>load()</script></body></html>", "<html>"])
def test_no_readable_text(read, html):
    with pytest.raises(CorpusError) as error:
        read(html)
    assert str(error.value) == (
        "bridge.html: there is no readable article on this web page. Save the page again once its text shows, or paste "
        "the text into a .txt file"
    )


def test_without_trafilatura(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = tmp_path / "bridge.html"
    path.write_text(page(), encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        read_web_page(path)
    assert str(error.value) == (
        "bridge.html: reading web pages needs trafilatura. Install it: pip install 'coverage-kit[html]'"
    )


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", "Паром опоздал"),
        ("gb2312", "gb18030", "渡轮迟到了"),
        ("EUC-KR", "cp949", "배가 늦었다"),
        ("Shift_JIS", "cp932", "船は遅れた①"),
        ("iso-8859-2", "iso-8859-2", "Prom się spóźnił"),
        ("windows-1251", "utf-8", "Паром опоздал"),
    ],
)
def test_decode_page_as_the_page_says(label, codec, text):
    html = f'<html><meta http-equiv="Content-Type" content="text/html; charset={label}"><p>{text}'
    assert decode_page(html.encode(codec), "a.html") == html


@pytest.mark.parametrize(
    ("name", "start", "expected"),
    [
        ("a.html", b"<!doctype html><p>One", True),
        ("a.csv", b"\xef\xbb\xbf\n <!-- saved --> <HTML lang=en>", True),
        ("a.html", "<html><p>One".encode("utf-16"), True),
        ("a.htm", b"<p>One</p>", True),
        ("a.txt", b"<p>One</p>", False),
        ("a.csv", b"outlet,text\nPost,<html><p>One", False),
        ("a.html", b"outlet,text\nPost,One", False),
        ("a.xml", b"<?xml version='1.0'?><articles><p>One</p></articles>", False),
    ],
)
def test_is_web_page(tmp_path, name, start, expected):
    assert is_web_page(tmp_path / name, start) is expected
