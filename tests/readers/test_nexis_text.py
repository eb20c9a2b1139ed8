"""Old Nexis exports in HTML and plain text; the articles are invented."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit import read_corpus
from coverage_kit.readers.nexis_text import is_nexis_text, read_nexis_text

GERMAN_HTML = """<HTML>
<HEAD>
<STYLE TYPE="text/css"><!--
.c0 { text-align: center; }
--></STYLE>
<TITLE>&nbsp;</TITLE></HEAD>
<BODY>
<DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c12">Download Request: Selected Items: 1-2<BR>Send To:<BR>
STADTBIBLIOTHEK MUSTERSTADT<BR>Terms: (Deich OR Flut)<BR></SPAN></P>
</DIV>
<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><IMG SRC="logo.gif" ALT="logo.gif"><BR><SPAN CLASS="c2">K&uuml;stenbote</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">27.</SPAN><SPAN CLASS="c2"> M&auml;rz 2012 Dienstag 9:50 PM GMT+1\
</SPAN><SPAN CLASS="c2">&nbsp;</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">Der Deich h&auml;lt</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">AUTOR: </SPAN><SPAN CLASS="c2">Ilse Beispiel</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">RUBRIK: </SPAN><SPAN CLASS="c2">LOKALES; S. 4</SPAN>\
<SPAN>&nbsp;</SPAN><SPAN CLASS="c2">Ausg. 9</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">L&Auml;NGE: </SPAN><SPAN CLASS="c2">31 W&ouml;rter</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><BR><P CLASS="c6"><SPAN CLASS="c8">HIGHLIGHT:</SPAN><SPAN CLASS="c2">&nbsp;Die Nacht am Fluss.<BR>\
</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">&nbsp;</SPAN></P>
<P CLASS="c9"><SPAN CLASS="c2">Der </SPAN><SPAN CLASS="c4">Deich</SPAN><SPAN CLASS="c2">bruch blieb aus; \
R&amp;D &lt;b&gt; hei&szlig;t hier nichts.</SPAN></P>
<P CLASS="c9"></P>
<P CLASS="c9"><SPAN CLASS="c2">UPDATE: Am Morgen sank das Wasser.</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">UPDATE: </SPAN><SPAN CLASS="c2">28. M&auml;rz 2012</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">SPRACHE: </SPAN><SPAN CLASS="c2">GERMAN; DEUTSCH</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">ZEITUNGS-CODE: </SPAN><SPAN CLASS="c2">kueb</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Copyright 2012 K&uuml;stenbote GmbH<BR>Alle Rechte vorbehalten\
</SPAN></P>
</DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
<A NAME="DOC_ID_2_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">Hafenblatt</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">28. M&auml;rz 2012</SPAN></P>
</DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Nur ein Bild</SPAN></P>
</DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">L&Auml;NGE: </SPAN><SPAN CLASS="c2">0 W&ouml;rter</SPAN></P>
</DIV>
<BR><DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">SPRACHE: </SPAN><SPAN CLASS="c2">GERMAN</SPAN></P>
</DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
</BODY></HTML>
"""

PLAIN = """

Download Request: Selected Items: 1-3
Time Of Request: Friday, March 20, 2018  16:51:31

Send To:
TOWN LIBRARY
SAMPLETON

                               1 of 3 DOCUMENTS



                               The Morning Sample

                            January 11, 2010 Monday
                                   Edition 1;
                                    Scotland

Bridge reopens after a winter of repairs that
took longer than planned

BYLINE: Ada Example and
Bob Instance

SECTION: NEWS; Pg. 3

LENGTH: 40 words

SAMPLETON: The old bridge opened on Monday, a
year after the storm.

UPDATE: the toll is gone.

NOTES: a subhead, not a field.

   Ferries will stop in May.
   They ran for ten years.
Nobody objected to <body> & <div>.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

GRAPHIC: The bridge, seen
from the quay

PUBLICATION-TYPE: Newspaper

JOURNAL-CODE: SMP

SHELF-MARK: 7


                       Copyright 2010 Sample Press
                              All Rights Reserved

                               2 of 3 DOCUMENTS

                    Copyright 1999 Example Company
                       and its many affiliates
                          The Daily Example

                May 2, 1999, Sunday, Late Edition - Final

SECTION: Section A; Page 1; Column 4; National Desk

LENGTH: 12 words

HEADLINE: Council meets

BYLINE:  By CARL CASE

DATELINE: EXAMPLE CITY, May 1

BODY:
   The council met on Saturday
and agreed on nothing.

   It meets again in June.

GRAPHIC: Photo: The mayor. (Carl Case)

LOAD-DATE: May 2, 1999

                               3 of 3 DOCUMENTS

                               The Evening Sample

                            January 13, 2010 Wednesday

Harbour quiet

LENGTH: 6 words

The harbour was quiet on Tuesday.

                       Copyright 2010 Sample Press

---- End of Request ----
Print Request: Selected Document(s): 1-3
TOWN LIBRARY
"""


def read(tmp_path, text, encoding="utf-8", name="export.txt"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    assert is_nexis_text(path, path.read_bytes()[:65_536])
    return read_nexis_text(path)


def said(rows, number):
    """What an article says, without the cells it leaves empty."""
    return {column: value for column, value in rows.loc[f"article {number}"].items() if value}


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "utf-8-sig"])
def test_german_html(tmp_path, encoding):
    rows = read(tmp_path, GERMAN_HTML, encoding)
    assert rows.index.tolist() == ["article 1", "article 2"]
    assert said(rows, 1) == {
        "outlet": "Küstenbote",
        "text": "Der Deichbruch blieb aus; R&D <b> heißt hier nichts.\n\nUPDATE: Am Morgen sank das Wasser.",
        "title": "Der Deich hält",
        "published": "2012-03-27",
        "byline": "Ilse Beispiel",
        "section": "LOKALES; S. 4 Ausg. 9",
        "time": "9:50 PM GMT+1",
        "length": "31 Wörter",
        "highlight": "Die Nacht am Fluss.",
        "load_date": "28. März 2012",
        "language": "GERMAN; DEUTSCH",
        "publication_code": "kueb",
        "copyright": "Copyright 2012 Küstenbote GmbH Alle Rechte vorbehalten",
    }
    assert said(rows, 2) == {
        "outlet": "Hafenblatt",
        "title": "Nur ein Bild",
        "published": "2012-03-28",
        "length": "0 Wörter",
        "language": "GERMAN",
    }
    assert "BIBLIOTHEK" not in rows.to_csv()


def test_html_with_marks_only(tmp_path):
    marks_only = GERMAN_HTML.replace("<DOCFULL>", "").replace("</DOCFULL>", "")
    assert read(tmp_path, marks_only, name="a.html").equals(read(tmp_path, GERMAN_HTML, name="b.html"))


@pytest.mark.parametrize("mark", ["1 van 1 artikelen<BR>", "1 van 1 artikelen</P><P>", "1 van 1 artikelen</DIV><DIV>"])
def test_the_mark_of_another_language(tmp_path, mark):
    page = f"<html><DOCFULL> --><DIV><P>{mark}De Proef</P></DIV><DIV>2 mei 2010</DIV><DIV>T</DIV><DIV>LENGTE: 1</DIV>\
<DIV>Tekst.</DIV></DOCFULL>"
    fields = {"outlet": "De Proef", "published": "2010-05-02", "title": "T", "length": "1", "text": "Tekst."}
    assert said(read(tmp_path, page), 1) == fields


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_plain_text(tmp_path, newline):
    rows = read(tmp_path, PLAIN.replace("\n", newline))
    assert rows.index.tolist() == ["article 1", "article 2", "article 3"]
    assert said(rows, 1) == {
        "outlet": "The Morning Sample",
        "text": "SAMPLETON: The old bridge opened on Monday, a year after the storm.\n\n"
        "UPDATE: the toll is gone.\n\nNOTES: a subhead, not a field.\n\n"
        "Ferries will stop in May. They ran for ten years. Nobody objected to <body> & <div>.",
        "title": "Bridge reopens after a winter of repairs that took longer than planned",
        "published": "2010-01-11",
        "byline": "Ada Example and Bob Instance",
        "section": "NEWS; Pg. 3",
        "edition": "Edition 1; Scotland",
        "length": "40 words",
        "load_date": "January 12, 2010",
        "language": "ENGLISH",
        "graphic": "The bridge, seen from the quay",
        "publication_type": "Newspaper",
        "publication_code": "SMP",
        "shelf_mark": "7",
        "copyright": "Copyright 2010 Sample Press All Rights Reserved",
    }
    assert "LIBRARY" not in rows.to_csv()


def test_plain_text_with_a_label_for_everything(tmp_path):
    assert said(read(tmp_path, PLAIN), 2) == {
        "outlet": "The Daily Example",
        "text": "The council met on Saturday and agreed on nothing.\n\nIt meets again in June.",
        "title": "Council meets",
        "published": "1999-05-02",
        "byline": "By CARL CASE",
        "section": "Section A; Page 1; Column 4; National Desk",
        "edition": "Late Edition - Final",
        "length": "12 words",
        "dateline": "EXAMPLE CITY, May 1",
        "graphic": "Photo: The mayor. (Carl Case)",
        "load_date": "May 2, 1999",
        "copyright": "Copyright 1999 Example Company; and its many affiliates",
    }


def test_the_end_of_the_file_names_whoever_asked(tmp_path):
    assert said(read(tmp_path, PLAIN), 3) == {
        "outlet": "The Evening Sample",
        "text": "The harbour was quiet on Tuesday.",
        "title": "Harbour quiet",
        "published": "2010-01-13",
        "length": "6 words",
        "copyright": "Copyright 2010 Sample Press",
    }


def test_french_labels_in_windows_1252(tmp_path):
    export = """
                              Document 1 de 1

                               Le Courrier d'Exemple

                            mardi 10 décembre 2019

Le pont rouvre

AUTEUR: Anne Modèle

RUBRIQUE: RÉGION; Pg. 2

LONGUEUR: 9 mots

ENCART: Un an après la tempête.

PARIS: Le pont a rouvert mardi, « enfin ».

DATE-CHARGEMENT: 11 décembre 2019

LANGUE: FRENCH; FRANÇAIS

TYPE-PUBLICATION: Journal

CODE-REVUE: EX

Copyright 2019 Exemple SA
Tous droits réservés
"""
    assert said(read(tmp_path, export, "cp1252"), 1) == {
        "outlet": "Le Courrier d'Exemple",
        "text": "PARIS: Le pont a rouvert mardi, « enfin ».",
        "title": "Le pont rouvre",
        "published": "2019-12-10",
        "byline": "Anne Modèle",
        "section": "RÉGION; Pg. 2",
        "length": "9 mots",
        "highlight": "Un an après la tempête.",
        "load_date": "11 décembre 2019",
        "language": "FRENCH; FRANÇAIS",
        "publication_type": "Journal",
        "publication_code": "EX",
        "copyright": "Copyright 2019 Exemple SA Tous droits réservés",
    }


@pytest.mark.parametrize(
    ("article", "fields"),
    [
        ("", {}),
        ("The Sample\n\nA title\n\nLENGTH: 2 words\n\nNo date.", {"outlet": "The Sample", "title": "A title"}),
        ("May 2, 2010\n\nA title\n\nLENGTH: 2 words\n\nNo outlet.", {"published": "2010-05-02", "title": "A title"}),
        (
            "Copyright 2010 Sample\nThe Sample\n\nLENGTH: 2 words\n\nNo date.",
            {"outlet": "The Sample", "text": "No date."},
        ),
        ("Copyright 2010 Sample\n\nMay 2, 2010\n\nLENGTH: 2 words\n\nA. B.", {"outlet": "", "published": "2010-05-02"}),
        ("The Sample\n(Green)\n\n2. Mai 2010\nAusgabe Nord\n\nT\n\nA. B.", {"edition": "(Green); Ausgabe Nord"}),
        ("The Sample\n\nMay 2, 2010\n\nT\n\nLENGTH: 2 words\n\nCITY: a poem.\n\nB.", {"text": "CITY: a poem.\n\nB."}),
        ("The Sample\n\nMay 2, 2010\n\nBYLINE: A. B.\n\nNo title.", {"outlet": "The Sample", "byline": "A. B."}),
        ("The Sample\n\nMay 2, 2010\n\nA title\n\nNo fields.", {"title": "A title", "text": "No fields."}),
        ("The Sample\n\nMay 2010\n\nA title\n\nNo day.", {"published": "May 2010", "text": "No day."}),
        ("The Sample\n\nMay 2, 2010\n\nA title\n\nSECTION: NEWS\nLENGTH: 2 words\n\nA. B.", {"length": "2 words"}),
        ("The Sample\n\nMay 2, 2010\n\nHEADLINE:\nA title\n\nLENGTH: 1 word\n\nA.", {"title": "A title", "text": "A."}),
        ("The Sample\n\nMay 2, 2010\n\nA title\n\nHIGHLIGHT:\n\nA tease\n\nA.", {"highlight": "A tease", "text": "A."}),
        ("The Sample\n\nMay 2, 2010\n\nA title\n\nIt costs.\n\nCopyright 2010 Sample", {"text": "It costs."}),
    ],
)
def test_what_an_article_lacks_is_empty(tmp_path, article, fields):
    rows = read(tmp_path, f"1 of 2 DOCUMENTS\n\n{article}\n\n2 of 2 DOCUMENTS\n\nThe Other\n\nMay 3, 2010\n\nB\n\nC")
    assert rows.columns[:6].tolist() == ["outlet", "text", "title", "published", "byline", "section"]
    assert {column: rows.loc["article 1", column] for column in fields} == fields
    assert rows.loc["article 2", ["outlet", "title", "text"]].tolist() == ["The Other", "B", "C"]


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "1 of 262 DOCUMENTS",
            "1,001 of 2,000 DOCUMENTS",
            "1 of 1 DOCUMENT",
            "FOCUS - 3 of 8 DOCUMENTS",
            "LEVEL 1 - 3 OF 8 STORIES",
        ),
        *("Dokument 3 von 49", "Document 3 de 49", "3 von 49 DOCUMENTS"),
    ],
)
@pytest.mark.parametrize("around", ["{}", "\n\n     {}   \n", "<p><span>{}</span></p>", "\r\n{}\r\n"])
def test_marks(tmp_path, mark, around):
    assert is_nexis_text(tmp_path / "a.txt", around.format(mark).encode())
    assert is_nexis_text(tmp_path / "a.txt", around.format(mark).encode("utf-16"))
    assert is_nexis_text(tmp_path / "a.txt", around.format(mark).encode("utf-8-sig"))


@pytest.mark.parametrize(
    "start",
    [
        *(b"", b"outlet,text\nA,He read 3 of 262 DOCUMENTS\n", b'{"text": "1 of 2 DOCUMENTS"}'),
        *(b"<html><body><p>Page 1 of 2 documents</p></body></html>", b"PK\x03\x04", b"1 of 2 DOCUMENTS were lost.\n"),
    ],
)
def test_other_files(tmp_path, start):
    assert not is_nexis_text(tmp_path / "a.txt", start)


@pytest.mark.parametrize("hostile", ["<!--" * 20_000, "<" * 50_000, "<a " * 20_000, "\n \n" * 20_000, "&#" * 20_000])
def test_hostile_pages_are_read(tmp_path, hostile):
    page = f"<html><DOCFULL> --><div>1 of 1 DOCUMENTS</div><div>The Sample</div>{hostile}"
    assert read(tmp_path, page)["outlet"].tolist() == ["The Sample"]


LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=":©"), min_size=1)
PARAGRAPHS = st.lists(
    st.lists(LINES, min_size=1).map(" ".join).filter(lambda p: not p.startswith(("Copy", "copy", "(")))
)


@given(PARAGRAPHS)
def test_text_comes_back(tmp_path_factory, paragraphs):
    body = "".join(f"<P>{html.escape(paragraph)}</P>\n" for paragraph in paragraphs)
    page = f"<html><DOCFULL> --><div>1 of 1 DOCUMENTS</div><div>S</div><div>May 2, 2010</div><div>T</div>\n\
        <div>LENGTH: 1 word</div><div>{body}</div><div>LANGUAGE: ENGLISH</div></DOCFULL>"
    plain = "1 of 1 DOCUMENTS\n\nS\n\nMay 2, 2010\n\nT\n\nLENGTH: 1 word\n\n" + "\n\n".join(paragraphs)
    folder = tmp_path_factory.mktemp("exports")
    assert read(folder, page)["text"].tolist() == ["\n\n".join(paragraphs)]
    assert read(folder, plain + "\n\nLANGUAGE: ENGLISH\n")["text"].tolist() == ["\n\n".join(paragraphs)]


def test_a_table_whose_cell_holds_a_mark_is_a_table(tmp_path):
    table = 'outlet,text\nDaily A,"The archive printed this:\n3 of 262 DOCUMENTS\nand nothing else."\n'
    path = tmp_path / "articles.csv"
    path.write_text(table)
    assert not is_nexis_text(path, table.encode())
    assert read_corpus(path).articles["text"].tolist() == [
        "The archive printed this:\n3 of 262 DOCUMENTS\nand nothing else."
    ]
