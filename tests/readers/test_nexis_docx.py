"""Word exports of Nexis; the articles are invented and the files made here."""

import datetime as dt
import tracemalloc
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.corpus import CorpusError
from coverage_kit.readers import nexis_docx
from coverage_kit.readers.nexis_docx import is_nexis_docx, read_nexis_docx
from coverage_kit.readers.nexis_labels import add_date

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SECTION_END = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
COVER = [
    *("User Name: ADA EXAMPLE", "Date and Time: Friday, March 1, 2019 7:08:00 PM", "Job Number: 1", "Documents (2)"),
    *("1. Bridge reopens", "Client/Matter: -None-", "Search Terms: bridge", "Search Type: Natural Language"),
    *("Narrowed by: ", "", "Content Type", "Narrowed by", "News", "Sources: The Sample; Content Type: News", ""),
    *("2. Council meets", "Client/Matter: -None-", "Search Terms: bridge"),
]
BRIDGE = [
    *("Bridge reopens", "The Morning Sample", "May 2, 2002, Thursday,, FINAL EDITION", ""),
    *("\nCopyright 2002 Sample Press\nAll Rights Reserved", "Section:\xa0NEWS;; COVER STORY", "Length:\xa013 words"),
    *("Byline:\xa0By Ada Example", "Special for The Sample", "Dateline:\xa0SAMPLETON ", "Highlight:\xa0A year late."),
    *(
        "Body",
        "",
        "SAMPLETON -- The old bridge opened.",
        " ",
        "Read more:\xa0nothing was said.",
        "Subject: ferries.",
        "Correction:\xa0it did.",
    ),
    *("\nhttps://sample.example/bridge", "\nGraphic", "", " ", "PHOTO, Color, The bridge", "PHOTO, B/W, The quay"),
    *(
        "Classification",
        "",
        "\nLanguage:\xa0ENGLISH",
        "\nPublication-Type:\xa0Newspaper",
        "\nSubject:\xa0BRIDGES (90%)",
    ),
    *("\nShelf mark:\xa07", "\nLoad-Date:\xa0May 3, 2002", "", "\nEnd of Document"),
]
COUNCIL = ["", "Council meets", " The Daily Sample ", "June 9, 2004", "Body", "It met.", "End of Document", ""]


def paragraph(text):
    """A paragraph; text that begins with a tag is taken as it is."""
    if text.startswith("<w:p"):
        return text
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def document(paragraphs, before="", encoding="utf-8"):
    body = "".join(paragraph(text) for text in paragraphs)
    xml = f'{before}<w:document xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"><w:body>{body}</w:body></w:document>'
    return xml.encode(encoding)


def write(folder, xml, **others):
    """Write a Word file with its text and whatever other members."""
    path = folder / "export.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in others.items():
            archive.writestr(name, content)
        archive.writestr("word/document.xml", xml)
    return path


def read(folder, paragraphs, **how):
    return read_nexis_docx(write(folder, document(paragraphs, **how)))


def said(rows, number):
    """What an article says, without the cells it leaves empty."""
    return {column: value for column, value in rows.loc[f"article {number}"].items() if value}


def message(path):
    with pytest.raises(CorpusError) as error:
        read_nexis_docx(path)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_export(tmp_path, encoding):
    before = '<?xml version="1.0"?>' if encoding == "utf-16" else ""
    rows = read(tmp_path, [*BRIDGE, *COUNCIL], before=before, encoding=encoding)
    assert rows.index.tolist() == ["article 1", "article 2"]
    assert rows.columns[:6].tolist() == ["outlet", "text", "title", "published", "byline", "section"]
    assert said(rows, 1) == {
        "outlet": "The Morning Sample",
        "text": "SAMPLETON -- The old bridge opened.\n\nRead more: nothing was said.\n\nSubject: ferries.\n\n"
        "Correction: it did.",
        "title": "Bridge reopens",
        "published": "2002-05-02",
        "byline": "By Ada Example; Special for The Sample",
        "section": "NEWS;; COVER STORY",
        "edition": "FINAL EDITION",
        "copyright": "Copyright 2002 Sample Press All Rights Reserved",
        "length": "13 words",
        "dateline": "SAMPLETON",
        "highlight": "A year late.",
        "url": "https://sample.example/bridge",
        "graphic": "PHOTO, Color, The bridge; PHOTO, B/W, The quay",
        "language": "ENGLISH",
        "publication_type": "Newspaper",
        "subject": "BRIDGES (90%)",
        "shelf_mark": "7",
        "load_date": "May 3, 2002",
    }
    assert said(rows, 2) == {
        "outlet": "The Daily Sample",
        "text": "It met.",
        "title": "Council meets",
        "published": "2004-06-09",
    }


@pytest.mark.parametrize(
    "cover",
    [
        *(COVER, [*COVER, ""], [*COVER, SECTION_END], [*COVER, SECTION_END, SECTION_END]),
        *(COVER[:4] + COVER[5:8], ["Benutzername: ADA EXAMPLE", "Dokumente (2)", "1. Die Brücke", SECTION_END]),
    ],
)
def test_a_cover_is_left_out(tmp_path, cover):
    rows = read(tmp_path, [*cover, *BRIDGE, *COUNCIL])
    assert rows.equals(read(tmp_path, [*BRIDGE, *COUNCIL]))


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (["T", "O", "July 1, 2019 Monday 9:20 AM GMT"], {"published": "2019-07-01", "time": "9:20 AM GMT"}),
        (["T", "O", "Monday, July 1, 2019"], {"published": "2019-07-01"}),
        (["T", "O", "November 1, 2017 Wednesday 00:00 EST"], {"published": "2017-11-01", "time": "00:00 EST"}),
        (["T", "O", "June 26, 2001 Tuesday,  Late Edition - Final"], {"edition": "Late Edition - Final"}),
        (["T", "O ", "(Green)", "June 26, 2009"], {"outlet": "O", "edition": "Green", "published": "2009-06-26"}),
        (["T", "O", "27. Februar 2012 Montag"], {"published": "2012-02-27"}),
        (["T", "O", "Dienstag 10.Dezember 2019"], {"published": "2019-12-10"}),
        (["T", "O", "1er août 2019 jeudi"], {"published": "2019-08-01"}),
        (["T", "O", "décembre 10 2019"], {"published": "2019-12-10"}),
        (["T", "O", "3 de mayo de 2010 lunes"], {"published": "2010-05-03"}),
        (["T", "O", "2019年7月1日 星期一"], {"published": "2019-07-01"}),
        (["T", "O", "2019-07-01"], {"published": "2019-07-01"}),
        (["T", "O", "03/04/2019"], {"published": "03/04/2019"}),
        (["T", "O", "May 2002"], {"published": "May 2002"}),
        (["T", "O", "February 30, 2002"], {"published": "February 30, 2002"}),
        (["May 2, 2002", "O", "May 3, 2002"], {"title": "May 2, 2002", "published": "2002-05-03"}),
        (["T", "May 2, 2002"], {"title": "T", "outlet": "", "published": "2002-05-02"}),
        (["T", "O", "", "\n Correction Appended"], {"outlet": "O", "published": "", "notice": "Correction Appended"}),
        (["A;\nT", "O", "May 2, 2002", "\n Correction Appended"], {"title": "A; T", "notice": "Correction Appended"}),
        (["T", "O", "May 2, 2002", "Byline:\xa0By A\xa0", "\nBy A\xa0"], {"byline": "By A"}),
        (["T", "O", "May 2, 2002", "Byline:\xa0; A reported"], {"byline": "A reported"}),
        (["T", "O", "May 2, 2002", "Length:\xa02 words"], {"byline": "", "section": "", "length": "2 words"}),
        (["Rivers:\xa0a T", "O", "May 2, 2002", "Edition:\xa0B"], {"title": "Rivers: a T", "notice": "Edition: B"}),
        (["T", "O", "May 2, 2002", "Length:\xa02 words", "Published:\xa0online"], {"published_given": "online"}),
        (["T", "O", "May 2, 2002 9:20 AM LATE EDITION"], {"time": "9:20 AM", "edition": "LATE EDITION"}),
        ([], {"title": "", "outlet": "", "published": "", "text": "It met."}),
    ],
)
def test_heads(tmp_path, head, fields):
    rows = read(tmp_path, [*BRIDGE, "", *head, "Body", "It met.", "End of Document"])
    assert {column: rows.loc["article 2", column] for column in fields} == fields


DAYS = st.dates(dt.date(1600, 1, 1), dt.date(2199, 12, 31))
FORMS = ["%B %d, %Y", "%B %d, %Y %A", "%A, %d %B %Y", "%d. %B %Y %A", "%b. %d, %Y, %A,, FINAL EDITION", "%Y-%m-%d"]


@given(DAYS, st.sampled_from(FORMS))
def test_every_day_is_read(day, form):
    record = {}
    assert add_date(record, day.strftime(form))
    assert record == {"published": day.isoformat()} | ({"edition": "FINAL EDITION"} if "FINAL" in form else {})


@given(st.text() | st.text("0123456789 .,:/-May"))
def test_any_line_is_a_date_or_not(line):
    record = {}
    assert add_date(record, line) == ("published" in record)


def test_german_and_french_labels(tmp_path):
    labels = ["Autor:\xa0A. B.", "Rubrik:\xa0LOKALES", "Länge:\xa02 Wörter"]
    after = ["Sprache:\xa0GERMAN", "Update:\xa028. Februar 2012", "Zeitungs-Code:\xa0x", "End of Document"]
    french = [
        "Auteur:\xa0C. D.",
        "Rubrique:\xa0RÉGION",
        "Longueur:\xa02 mots",
        "Corps",
        "Il est là.",
        "Langue:\xa0FRENCH",
    ]
    german = ["Titel", "Bote", "28. Februar 2012", *labels, "Textkörper", "Es hält.", *after]
    rows = read(tmp_path, [*german, "Titre", "Courrier", "28 février 2012", *french, "End of Document"])
    assert said(rows, 1) == {
        "outlet": "Bote",
        "text": "Es hält.",
        "title": "Titel",
        "published": "2012-02-28",
        "byline": "A. B.",
        "section": "LOKALES",
        "length": "2 Wörter",
        "language": "GERMAN",
        "load_date": "28. Februar 2012",
        "publication_code": "x",
    }
    assert said(rows, 2) == {
        "outlet": "Courrier",
        "text": "Il est là.",
        "title": "Titre",
        "published": "2012-02-28",
        "byline": "C. D.",
        "section": "RÉGION",
        "length": "2 mots",
        "language": "FRENCH",
    }


def test_an_article_without_a_body_still_gives_a_row(tmp_path):
    rows = read(
        tmp_path, ["T", "O", "May 2, 2002", "Length:\xa00 words", "\nLoad-Date:\xa0May 2, 2002", "End of Document"]
    )
    assert said(rows, 1) == {
        "outlet": "O",
        "title": "T",
        "published": "2002-05-02",
        "length": "0 words",
        "load_date": "May 2, 2002",
    }


def test_without_a_heading_the_text_follows_the_fields(tmp_path):
    rows = read(
        tmp_path, ["T", "O", "May 2, 2002", "Length:\xa02 words", "It met.", "Load-Date:\xa0x", "End of Document"]
    )
    assert rows["text"].tolist() == ["It met."]
    assert rows["load_date"].tolist() == ["x"]


def test_an_abstract_stays_without_its_label(tmp_path):
    rows = read(tmp_path, ["T", "O", "Body", "", "ABSTRACT", "In short.", "FULL TEXT", "At length.", "End of Document"])
    assert rows["text"].tolist() == ["In short.\n\nAt length."]


def test_a_correction_is_a_field(tmp_path):
    after = [
        "\nhttp://www.sample.example",
        "Correction",
        "",
        "It did not meet.",
        "It did not meet.",
        "\nCorrection-Date:\xa0x",
    ]
    rows = read(tmp_path, ["T", "O", "Body", "It met.", *after, "End of Document"])
    fields = {"text": "It met.", "correction": "It did not meet.", "correction_date": "x"}
    assert said(rows, 1) == {"title": "T", "outlet": "O", "url": "http://www.sample.example", **fields}


def test_an_export_cut_short_keeps_its_last_article(tmp_path):
    rows = read(tmp_path, [*BRIDGE, *COUNCIL[:6]])
    assert rows["text"].tolist()[1:] == ["It met."]


def test_lines_of_one_paragraph_are_joined(tmp_path):
    line = '<w:p><w:pPr><w:spacing w:before="60"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = [
        *(
            "And three years after winning the vote, the council",
            line.format("has flown home with the wind at its back."),
        ),
        *("Short.", line.format("A line after a short one"), line.format("stands alone.")),
    ]
    assert read(tmp_path, ["T", "O", "Body", *body, "End of Document"])["text"].tolist() == [
        "And three years after winning the vote, the council has flown home with the wind at its back.\n\n"
        "Short.\n\nA line after a short one\n\nstands alone."
    ]


def test_runs_breaks_boxes_and_deletions(tmp_path):
    hit = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>re</w:t></w:r><w:hyperlink><w:r><w:t>open</w:t></w:r>\
</w:hyperlink><w:r><w:t>ed</w:t><w:br/><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>\
<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    box = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></mc:Choice><mc:Fallback>\
<w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>Around.</w:t></w:r></w:p>"
    text = read(tmp_path, ["T", "O", "Body", hit, box, "End of Document"])["text"].tolist()
    assert text == ["reopened\na b-c\n\nBoxed.\n\nAround."]


WORDS = st.lists(st.from_regex(r"[a-zé€,.]{1,9}", fullmatch=True), min_size=1).map(" ".join)


@given(st.lists(WORDS), st.integers(1, 3))
def test_text_comes_back(tmp_path_factory, paragraphs, times):
    rows = read(tmp_path_factory.mktemp("export"), ["T", "O", "Body", *paragraphs, "End of Document"] * times)
    assert rows["text"].tolist() == ["\n\n".join(paragraphs)] * times


def test_what_is_a_word_file(tmp_path):
    path = write(tmp_path, document(BRIDGE))
    assert is_nexis_docx(path, path.read_bytes()[:65_536])
    assert not is_nexis_docx(path, b"outlet,text\n")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert not is_nexis_docx(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes())


def test_a_word_file_that_is_no_export(tmp_path):
    assert message(write(tmp_path, document(["A letter.", "Body", ""][:1]))) == (
        "export.docx: this Word file is no Nexis export (there is no line 'End of Document'). "
        "Export the articles from Nexis as DOCX, or save the text as .txt"
    )


def test_a_file_cut_short(tmp_path):
    path = write(tmp_path, document(BRIDGE * 50))
    path.write_bytes(path.read_bytes()[:-100])
    assert is_nexis_docx(path, path.read_bytes())
    assert message(path) == "export.docx: the Word file is broken (File is not a zip file). Export it again"


def test_broken_xml(tmp_path):
    path = write(tmp_path, document(BRIDGE)[:-20])
    assert message(path).startswith("export.docx: the Word file is broken (")
    assert message(path).endswith("). Export it again")


def test_elements_inside_one_another(tmp_path):
    reason = "more than 256 elements inside one another"
    path = write(tmp_path, document(["<w:p>" * 1_000_000]))
    assert message(path) == f"export.docx: the Word file is broken ({reason}). Export it again"


def test_damaged_bytes(tmp_path):
    path = write(tmp_path, document(BRIDGE * 50))
    raw = bytearray(path.read_bytes())
    raw[300:400] = bytes(100)
    path.write_bytes(raw)
    assert message(path).startswith("export.docx: the Word file is broken (")


def test_a_password(tmp_path):
    path = write(tmp_path, document(BRIDGE))
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"word/document.xml") - 46  # the entry in the central directory; its flags are 8 bytes in
    raw[at + 8] |= 1
    path.write_bytes(raw)
    assert message(path) == "export.docx: the Word file has a password. Save it without one"


ENTITIES = {
    "bomb": '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "external": '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    "remote": '<!DOCTYPE b SYSTEM "http://sample.example/b.dtd">',
}


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path, kind, encoding):
    before = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES[kind]}'
    path = write(tmp_path, document(BRIDGE, before, encoding))
    reason = "the document declares XML entities, which no word processor does. Save it again as .docx"
    assert message(path) == f"export.docx: {reason}"


def test_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "export.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as member:
        member.write(f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode())
        for _ in range(200):
            member.write(b"a" * 1_000_000)
        member.write(b"</w:t></w:r></w:p></w:body></w:document>")
    packed = zipfile.ZipFile(path).getinfo("word/document.xml").compress_size
    assert 150_000 < packed < 250_000
    tracemalloc.start()
    said = message(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sizes = f"0.2 MB unpack to more than {200 * packed / 1e6:.0f} MB"
    assert said == f"export.docx: its text is too large ({sizes}). Split the export into smaller files"
    assert peak < 100_000_000


def test_a_large_text_that_packs_badly_is_refused_too(tmp_path, monkeypatch):
    monkeypatch.setattr(nexis_docx, "_LARGEST", 2_000_000)
    path = write(tmp_path, document(BRIDGE * 900))
    packed = zipfile.ZipFile(path).getinfo("word/document.xml").compress_size
    sizes = f"{packed / 1e6:.1f} MB unpack to more than 2 MB"
    assert message(path) == f"export.docx: its text is too large ({sizes}). Split the export into smaller files"


def test_only_the_text_is_unpacked(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    path = write(
        folder, document(BRIDGE), **{"../../climbed.txt": "out", "/climbed.txt": "out", "word/footer1.xml": "<"}
    )
    assert len(read_nexis_docx(path)) == 1
    assert [p.name for p in tmp_path.rglob("*")] == ["folder", "export.docx"]
