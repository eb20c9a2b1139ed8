import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.days import read_day
from coverage_kit.readers.factiva import is_factiva, read_factiva

# Everything here is invented: outlets, codes, people and sentences.
ID = "HARB000020190426ef4p00{:03}"
PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>Factiva</title></head>
<body><div><table><tr><td class="factivalogo"><h1>Dow Jones Factiva</h1></td></tr></table></div>
<div id="contentWrapper"><div id="contentLeft" class="carryOverOpen"><span></span>{}</div></div>
<table class="searchPreview"><tr><td class="label">Text</td><td>ferry*</td></tr></table>
<span class="copyright">© 2020 Factiva, Inc.</span></body></html>"""
HEADER = (
    "<div>City Desk; B</div><div id='hd'><span class='enHeadline'>Ferry is  late </span>\n</div>"
    "<div class='author'>By Ina Holt </div><div>Special to The Harbour Post</div><div>1,204 words</div>"
    "<div>25 April 2019</div><div>20:45</div><div>The Harbour Post</div><div>HARB</div><div>Late Edition - Final</div>"
    "<div>4,5</div><div>English</div><div>(c) 2019 Harbour Press. All rights reserved. </div>"
)


def blocks(header=HEADER, body=("The ferry was late.",), number=1, document="Document"):
    """One article in the layout without labels."""
    text = "".join(f'<p class="articleParagraph enarticleParagraph">{paragraph}</p>\n' for paragraph in body)
    mark = ID.format(number)
    return (
        f'<div id="article-{mark}" class="article"><div class="article enArticle"><p>\n</p>{header}\n<p></p>\n{text}'
        f"<p>Harbour Press Limited</p><p>{document} {mark}</p></div></div><br><span></span>"
    )


def codes(fields):
    """One article in the layout with a table of field codes."""
    rows = "".join(
        f'<tr><td class="index" valign="top"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>\n'
        for code, value in fields.items()
    )
    return f'<div class="article deArticle"><table border="0"><tbody>{rows}</tbody></table></div>'


def read(tmp_path, *articles, encoding="utf-8"):
    path = tmp_path / "export.html"
    path.write_bytes(PAGE.format("".join(articles)).encode(encoding))
    return read_factiva(path)


def test_blocks_without_labels(tmp_path):
    body = (
        "The <b>fer</b>ry was late, said <span class='companylink'>Holm Lines</span>.",
        "<i class='xHeadline'>Nobody</i> waited.",
    )
    rows = read(tmp_path, blocks(body=body))
    assert list(rows.index) == ["article 1"]
    assert rows.loc["article 1"].to_dict() == {
        "article_id": "HARB000020190426ef4p00001",
        "outlet": "The Harbour Post",
        "text": "The ferry was late, said Holm Lines.\n\nNobody waited.",
        "title": "Ferry is late",
        "published": "2019-04-25",
        "byline": "By Ina Holt",
        "section": "City Desk; B",
        "credit": "Special to The Harbour Post",
        "word_count": "1204",
        "time": "20:45",
        "source_code": "HARB",
        "edition": "Late Edition - Final",
        "page": "4,5",
        "language": "English",
        "copyright": "(c) 2019 Harbour Press. All rights reserved.",
        "publisher": "Harbour Press Limited",
        "notes": "",
    }


OPTIONAL = {
    "section": ("<div>{}</div>", ("City Desk; B", "新聞")),
    "title": (
        "<div id='hd'><span class='zhtwHeadline'>{}</span></div>",
        ("Ferry is late", "渡輪 2 號", "25 April 2018"),
    ),
    "byline": ("<div class='author'>{}</div>", ("Ina Holt", "Von Peer Holm")),
    "credit": ("<div>{}</div>", ("Longwire", "Special to The Post")),
    "word_count": ("<div>{} 字</div>", ("87", "1204")),
    "published": ("<div>{}</div>", ("2019 年 4 月 25 日", "25 avril 2019", "25. April 2019", "April 25, 2019")),
    "time": ("<div>{}</div>", ("20:45", "下午 08:45", "7:05 GMT")),
    "outlet": ("<div>{}</div>", ("The Harbour Post", "Post 24", "HARB", "港報")),
    "source_code": ("<div>{}</div>", ("HARB",)),
    "edition": ("<div>{}</div>", ("1; National", "Late Edition - Final")),
    "page": ("<div>{}</div>", ("4", "4,5", "A-12", "S. 7", "B3")),
    "language": ("<div>{}</div>", ("English", "中文 - 繁体", "Chinese - Traditional")),
    "copyright": (
        "<div>{}</div>",
        ("(c) 2019 Post", "© Post", "Copyright Post", "Alle Rechte bei der Hafenpost Verlags GmbH"),
    ),
}
ALWAYS = ("title", "word_count", "published", "outlet", "source_code", "language")


@given(
    st.fixed_dictionaries(
        {name: st.sampled_from(values if name in ALWAYS else ("", *values)) for name, (_, values) in OPTIONAL.items()}
    )
)
def test_any_line_may_be_missing(tmp_path_factory, values):
    header = "".join(frame.format(values[name]) for name, (frame, _) in OPTIONAL.items() if values[name])
    row = read(tmp_path_factory.mktemp("any"), blocks(header)).iloc[0]
    day, remedy = read_day(row["published"])
    assert (day, remedy) == (datetime.date(2019, 4, 25), "")
    assert {name: row[name] for name in values if name != "published"} == {
        name: value for name, value in values.items() if name != "published"
    }
    assert row["text"] == "The ferry was late."


@pytest.mark.parametrize(
    ("day", "words", "document"),
    [
        ("9 March 1993", "1204 words", "Document"),
        ("9 März 1993", "1.204 Wörter", "Dokument"),
        ("9 mars 1993", "1 204 mots", "Document"),
        ("9 de marzo de 1993", "1.204 palabras", "Documento"),
        ("9 marzo 1993", "1.204 parole", "Documento"),
        ("9 março 1993", "1.204 palavras", "Documento"),
        ("9 maart 1993", "1.204 woorden", "Document"),
        ("9 марта 1993", "1204 слов", "Документ"),
        ("1993 年 3 月 9 日", "1,204 字", "文件"),
        ("1993年03月09日", "1204 words", "文書"),
        ("1993년 3월 9일", "1,204 단어", "문서"),
    ],
)
def test_languages_of_the_interface(tmp_path, day, words, document):
    header = (
        f"<div id='hd'><span class='enHeadline'>Ferry</span></div><div>{words}</div><div>{day}</div>"
        "<div>The Harbour Post</div><div>HARB</div><div>Englisch</div><div>(c) 1993 Post</div>"
    )
    row = read(tmp_path, blocks(header, document=document)).iloc[0]
    assert (row["published"], row["word_count"], row["article_id"]) == ("1993-03-09", "1204", ID.format(1))
    assert (row["outlet"], row["language"], row["text"]) == ("The Harbour Post", "Englisch", "The ferry was late.")


def test_a_day_that_is_none_stays_as_written(tmp_path):
    row = read(tmp_path, blocks(HEADER.replace("25 April", "31 April"))).iloc[0]
    assert (row["published"], row["outlet"], row["word_count"]) == ("31 April 2019", "The Harbour Post", "1204")


def test_a_code_that_the_id_does_not_begin_with_is_found_behind_the_day(tmp_path):
    header = HEADER.replace("<div>HARB</div>", "<div>XPOST</div>").replace("25 April 2019", "2019-04-25")
    row = read(tmp_path, blocks(header)).iloc[0]
    assert (row["outlet"], row["source_code"], row["published"]) == ("The Harbour Post", "XPOST", "2019-04-25")
    untimed = read(tmp_path, blocks(header.replace("<div>20:45</div>", ""))).iloc[0]
    assert (untimed["outlet"], untimed["source_code"], untimed["time"]) == ("The Harbour Post", "XPOST", "")


def test_a_header_that_names_no_day_gives_a_row_without_outlet(tmp_path):
    row = read(tmp_path, blocks("<div id='hd'><span class='enHeadline'>Ferry</span></div><div>Post</div>")).iloc[0]
    assert (row["outlet"], row["published"], row["text"]) == ("", "", "The ferry was late.")
    assert row["language"] == "Post"  # kept, though nothing says what it is


FIELDS = {
    "SE": "Lokales",
    "HD": "<span class='deHeadline'> Fähre zu spät </span>",
    "BY": "Von Ina Holt",
    "WC": "1.204 Wörter",
    "PD": "9 März 1993",
    "ET": "08:15",
    "SN": "Hafenpost",
    "SC": "HAFP",
    "ED": "Stadtausgabe",
    "PG": "18",
    "LA": "Deutsch",
    "CY": "© 1993 Hafenpost",
    "LP": '<p class="articleParagraph dearticleParagraph">Die Fähre kam spät.</p>',
    "TD": '<p class="articleParagraph dearticleParagraph">Niemand <b>war</b>tete.</p><p>Auch nicht Holm.</p>',
    "CO": "holm : Holm Linien",
    "RE": "gfr : Deutschland | eurz : Europa",
    "XYZ": "etwas",
    "PUB": "Hafen Verlag",
    "AN": "Dokument hafp000020190426ef4p00001",
}


def test_table_of_field_codes(tmp_path):
    rows = read(tmp_path, codes(FIELDS))
    assert rows.loc["article 1"].to_dict() == {
        "article_id": "hafp000020190426ef4p00001",
        "outlet": "Hafenpost",
        "text": "Die Fähre kam spät.\n\nNiemand wartete.\n\nAuch nicht Holm.",
        "title": "Fähre zu spät",
        "published": "1993-03-09",
        "byline": "Von Ina Holt",
        "section": "Lokales",
        "word_count": "1204",
        "time": "08:15",
        "source_code": "HAFP",
        "edition": "Stadtausgabe",
        "page": "18",
        "language": "Deutsch",
        "copyright": "© 1993 Hafenpost",
        "companies": "holm : Holm Linien",
        "regions": "gfr : Deutschland | eurz : Europa",
        "xyz": "etwas",
        "publisher": "Hafen Verlag",
    }


def test_table_of_field_codes_in_chinese(tmp_path):
    fields = FIELDS | {
        "HD": "渡輪遲到",
        "WC": "1,204 字",
        "PD": "1993 年 3 月 9 日",
        "SN": "港報",
        "LP": "渡輪遲到了。",
        "TD": "",
    }
    fields["AN"] = "文件hafp000020190426ef4p00001"
    row = read(tmp_path, codes(fields)).iloc[0]
    assert (row["title"], row["published"], row["outlet"], row["text"]) == (
        "渡輪遲到",
        "1993-03-09",
        "港報",
        "渡輪遲到了。",
    )
    assert (row["word_count"], row["article_id"]) == ("1204", "hafp000020190426ef4p00001")


def test_a_table_of_codes_may_lack_rows_and_hold_tables(tmp_path):
    inner = "<table><tr><td>USD</td><td>1.1</td></tr><tr><td>HD</td><td>2.2</td></tr></table>"
    wanted = ("HD", "PD", "SN", "LP", "AN")
    fields = {code: FIELDS[code] for code in wanted} | {"TD": f"<p>Rates:</p>{inner}<p>That was all.</p>"}
    row = read(tmp_path, codes(fields)).iloc[0]
    assert row["text"].split("\n\n") == ["Die Fähre kam spät.", "Rates:", "USD", "1.1", "HD", "2.2", "That was all."]
    assert (row["byline"], row["section"], row["word_count"]) == ("", "", "")


def test_both_layouts_in_one_file_and_columns_that_only_one_has(tmp_path):
    rows = read(tmp_path, blocks(), codes(FIELDS))
    assert list(rows.index) == ["article 1", "article 2"]
    assert list(rows["companies"]) == ["", "holm : Holm Linien"]
    assert list(rows["credit"]) == ["Special to The Harbour Post", ""]


def test_articles_within_articles_and_divs_never_closed(tmp_path):
    whole = [blocks(body=(f"Text {number}.",), number=number) for number in range(1, 5)]
    opened = [article.replace("</div></div><br>", "<br>") for article in whole]
    wrapped = '<div class="article">Print this page' + "".join(whole) + "</div>"
    for articles in (whole, opened, [wrapped]):
        rows = read(tmp_path, *articles)
        assert list(rows["article_id"]) == [ID.format(number) for number in range(1, 5)]
        assert list(rows["text"]) == ["Text 1.", "Text 2.", "Text 3.", "Text 4."]
        assert list(rows["language"]) == ["English"] * 4


def test_a_browser_may_not_have_mended_the_paragraph_around_the_header(tmp_path):
    article = blocks().replace("<p>\n</p>", "<p>").replace("<p></p>", "</p>")
    assert read(tmp_path, article).equals(read(tmp_path, blocks()))


def test_line_breaks_tables_and_what_is_no_text(tmp_path):
    body = (
        "One line<br>and<!-- hidden --> another<br><br>after a gap",
        "Standings:</p><pre>Holm  3\nHolt  1</pre><p>A word between",
        "<script>alert(1)</script>The\n   end.",
    )
    assert read(tmp_path, blocks(body=body)).iloc[0]["text"].split("\n\n") == [
        "One line\nand another",
        "after a gap",
        "Standings:",
        "Holm 3\nHolt 1",
        "A word between",
        "The end.",
    ]


def test_notes_and_what_stands_behind_the_end_mark(tmp_path):
    article = blocks().replace("<p>Harbour Press", "<p>Ina Holt sails.</p><p>Harbour Press")
    article = article.replace("</p></div></div>", "</p><div>Back to top</div></div></div>")
    row = read(tmp_path, article).iloc[0]
    assert (row["notes"], row["publisher"]) == ("Ina Holt sails.\n\nBack to top", "Harbour Press Limited")
    assert (row["text"], row["article_id"]) == ("The ferry was late.", ID.format(1))


def test_paragraphs_without_a_class(tmp_path):
    article = (
        '<div id="lastArticle" class="article"><p>\n<div id="hd"><b>\nFerry is late.\n</b></div>'
        "<div>By INA HOLT.</div><div>310 words</div><div>25 April 2019</div>"
        '<span class="colorLinks">The Harbour Post</span><div>HARB</div><div>43</div><div>English</div>'
        "<div>(c) 2019 Harbour Press</div></p><p>\nThe ferry was late.\n</p><p>Nobody waited.</p>"
        f"<p>(c) Harbour Press, 2019.</p><p>Document {ID.format(1).lower()}</p></div>"
    )
    row = read(tmp_path, article).iloc[0]
    assert row["text"] == "The ferry was late.\n\nNobody waited."
    assert (row["title"], row["byline"], row["outlet"]) == ("Ferry is late.", "By INA HOLT.", "The Harbour Post")
    assert (row["page"], row["word_count"], row["credit"]) == ("43", "310", "")
    assert (row["publisher"], row["article_id"]) == ("(c) Harbour Press, 2019.", "harb000020190426ef4p00001")


def test_a_headline_is_known_by_its_class_alone(tmp_path):
    row = read(tmp_path, blocks(HEADER.replace("<div id='hd'>", "<div> "))).iloc[0]
    assert (row["title"], row["section"], row["word_count"]) == ("Ferry is late", "City Desk; B", "1204")


def test_an_article_without_text_is_a_row_without_text(tmp_path):
    row = read(tmp_path, blocks(body=())).iloc[0]
    assert (row["text"], row["title"], row["publisher"]) == ("", "Ferry is late", "Harbour Press Limited")


def test_bytes_that_are_not_the_utf8_they_are_said_to_be(tmp_path):
    article = blocks(HEADER.replace("1,204 words", "877 Wörter"), ("Die „Fähre“ kam spät.",), document="Dokument")
    row = read(tmp_path, article, encoding="cp1252").iloc[0]
    assert (row["word_count"], row["text"]) == ("877", "Die „Fähre“ kam spät.")


def test_no_article_on_the_page(tmp_path):
    with pytest.raises(CorpusError) as error:
        read(tmp_path, "<p>Your session has expired</p>")
    assert str(error.value) == (
        "export.html: there is no article on this Factiva page. In Factiva choose 'Format for Saving', then "
        "'Article Format', and save the page that opens"
    )


def test_broken_html(tmp_path):
    with pytest.raises(CorpusError) as error:
        read(tmp_path, "<![nonsense")
    assert str(error.value).startswith("export.html: the HTML is broken (")
    assert str(error.value).endswith("). Save the page again")


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    path = tmp_path / "export.html"
    declared = f'<!DOCTYPE html [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    path.write_text(declared + PAGE.format(blocks(body=("A &a; B &amp; C",))))
    assert read_factiva(path).iloc[0]["text"].replace(";", "") == "A &a B & C"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PAGE, True),
        ("<html><script>" + "x" * 200_000 + "</script>" + blocks(), True),
        ("<html><title>Harbour Post</title><div class='article'><p>About Factiva.</p></div></html>", False),
        ("a;b\n" + blocks(), False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_is_factiva(tmp_path, page, expected, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(page.encode(encoding))
    assert is_factiva(path, path.read_bytes()[:65_536]) is expected
