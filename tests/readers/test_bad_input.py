"""Bad input gives a clear error or a collected row; nothing is fetched, nothing is unpacked, nothing is lost."""

import gzip
import json
import socket
import tracemalloc
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

BINARY = "this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
WAY_TO_TEXTS = "Download the pages, save them as .html into a folder and give that folder"


def message(*args, **kwargs):
    with pytest.raises(CorpusError) as error:
        ck.read_corpus(*args, **kwargs)
    return str(error.value)


def table(corpus):
    return corpus.articles[["outlet", "text"]].to_numpy().tolist()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_of_each_text_format(tmp_path, codec):
    rows = [["Zürcher Bote", "“Naïve?” – the café’s bill: €20."]] * 2
    article = dict(zip(("outlet", "text"), rows[0], strict=True))
    contents = {
        "a.csv": "outlet;text\n" + "".join(f"{outlet};{text}\n" for outlet, text in rows),
        "b.jsonl": "".join(json.dumps(article, ensure_ascii=False) + "\r\n" for _ in rows),
        "c.json": json.dumps([article, article], ensure_ascii=False, indent=1),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content.encode(codec))
        assert table(ck.read_corpus(tmp_path / name)) == rows
    (tmp_path / "d.txt").write_bytes("outlet: {}\n\n{}\n".format(*rows[0]).encode(codec))
    assert table(ck.read_corpus(tmp_path / "d.txt")) == rows[:1]


def test_nul_byte_in_a_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"outlet,text\nDaily,One.\nDaily,T\0wo.\n")
    said = "a.csv: line 3 holds a NUL byte, which no text has. Save the file again as UTF-8 text"
    assert message(tmp_path / "a.csv") == said
    assert message(tmp_path / "a.csv", on_error="collect") == said


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 9, b"ustar" + bytes(99)]
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a"])
def test_binary_files(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    assert message(tmp_path / name) == f"{name}: {BINARY}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n\xe2\xe3", "this is a PDF. Export the articles again as DOCX, or save its text as .txt"),
        (b"{\\rtf1\\ansi Two}", "this is an RTF file. Export the articles again as DOCX, or save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            "this is an old Word or Excel file. Save it as .docx, or its table as 'CSV UTF-8'",
        ),
        (gzip.compress(b"outlet,text\nA,x\n"), "this is a compressed file. Unpack it first"),
    ],
)
def test_formats_that_are_not_read(tmp_path, content, reason):
    (tmp_path / "a.csv").write_bytes(content)
    assert message(tmp_path / "a.csv") == f"a.csv: {reason}"


def test_excel_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert message(tmp_path / "a.xlsx") == "a.xlsx: this is an Excel workbook. Save its table as 'CSV UTF-8'"


def test_archives_are_not_unpacked(tmp_path):
    """So that a path which climbs out of one leads nowhere."""
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        archive.writestr("../../climbed.csv", "outlet,text\nA,x\n")
    said = "a.zip: this is a zip archive. Unpack it into a folder and give that folder"
    assert message(tmp_path / "in" / "a.zip") == said
    assert message(tmp_path / "in", on_error="collect") == f"in: {said}"
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]
    (tmp_path / "in" / "a.zip").write_bytes((tmp_path / "in" / "a.zip").read_bytes()[:40])
    assert message(tmp_path / "in" / "a.zip") == (
        "a.zip: this is an Excel, Word or zip file. Save its table as 'CSV UTF-8'"
    )


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        ("outlet,text,desk\nA,One.,x\nA,{},x\n", 3, "column 'text'"),
        ('outlet,text,desk\n\nA,One.,x\nA,"two\nlines, {}",x\n', 4, "column 'text'"),
        ('outlet,text\nA,"One.\nA,Two.\n{}\n', 2, "column 'text'"),  # a quote that is never closed
        ("outlet,text\nA,One.,more,{}\n", 2, "column 4"),
        ("{},text\nA,One.\n", 1, "column 1"),
    ],
)
def test_a_cell_of_50_megabytes_in_a_table(tmp_path, content, row, column):
    (tmp_path / "a.csv").write_text(content.format("x" * 50_000_000))
    tracemalloc.start()
    said = message(tmp_path / "a.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == (
        f"a.csv: row {row}, {column} holds more than 10,000,000 characters. "
        "Close the double quote at its end, or remove the row"
    )
    assert peak < 600_000_000


def test_a_cell_that_is_too_long_elsewhere(tmp_path):
    long = "x" * 10_000_001
    frame = pd.DataFrame({"outlet": "A", "text": [long[1:], long]})
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    frame.to_parquet(tmp_path / "a.parquet")
    remedy = "holds 10,000,001 characters; split it (at most 10,000,000) or remove the row"
    for source, where in ((frame, "row 1"), (tmp_path / "a.jsonl", "line 2"), (tmp_path / "a.parquet", "row 2")):
        corpus = ck.read_corpus(source, on_error="collect")
        assert corpus.articles["text"].str.len().tolist() == [10_000_000]
        assert corpus.rejected.to_numpy().tolist() == [[where, "text", long[:1000], remedy]]
    assert message(frame) == f"the data frame: row 1, column 'text': '{'x' * 60}' {remedy}"


def test_a_text_file_that_is_no_article(tmp_path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.write(b"outlet: A\n\n")
        file.seek(40_000_000)
        file.write(b"x")
    said = "a.txt: the file has 40,000,001 bytes, no article that many. Write one article a file"
    (tmp_path / "a.txt").write_bytes((tmp_path / "a.txt").read_bytes().replace(b"\0", b"x"))
    assert message(tmp_path / "a.txt") == said


def test_empty_text_file(tmp_path):
    (tmp_path / "a.txt").write_text("\n")
    assert message(tmp_path / "a.txt") == "a.txt: the file is empty. Write the article into it"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"outlet": "A", "text": "x"},\n 7]', "item 2 is not an object. Write one array of objects"),
        (
            '[{"outlet": "A",\n "text": "x"]',
            "is not JSON (Expecting ',' delimiter, line 2). Write one array of objects",
        ),
        ("[]", "there is no article in it. Give a table with at least one row"),
        (
            '[{"outlet": "A", "text": "x", "\\ud800": 1}]',
            "item 1 holds a name with a broken character. Save the file again as UTF-8",
        ),
        (
            "[" * 100_000,
            "holds a number too long or a nesting too deep to be read. Write one array of flat objects",
        ),
    ],
)
def test_bad_json_arrays(tmp_path, content, said):
    (tmp_path / "a.json").write_text(content)
    between = " " if said.startswith(("is ", "holds ")) else ": "
    assert message(tmp_path / "a.json") == f"a.json{between}{said}"


def test_json_arrays_name_the_item(tmp_path):
    (tmp_path / "a.json").write_text(' [{"outlet": "A", "text": "x"}, {"outlet": "A"}]')
    assert message(tmp_path / "a.json") == (
        "a.json: item 2, column 'text': is empty; fill in the text or remove the row"
    )


@pytest.mark.parametrize(
    ("service", "columns"),
    [
        (
            "Media Cloud",
            "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url",
        ),
        ("Media Cloud", "id,indexed_date,language,media_name,media_url,publish_date,title,url"),
        ("GDELT", "URL,MobileURL,Date,Title"),
        ("GDELT", "GLOBALEVENTID\tSQLDATE\tActor1Name\tGoldsteinScale\tSOURCEURL"),
        ("GDELT", "GKGRECORDID,DATE,SourceCommonName,DocumentIdentifier,V2Themes,V2Tone"),
    ],
)
def test_tables_of_addresses(tmp_path, service, columns):
    row = "".join(character for character in columns if character in ",\t")
    (tmp_path / "a.csv").write_text(f"{columns}\n{row}\n")
    said = f"this {service} table holds addresses of articles, not their texts. {WAY_TO_TEXTS}"
    assert message(tmp_path / "a.csv") == f"a.csv: {said}"
    names = columns.replace("\t", ",").split(",")
    assert message(pd.DataFrame([names], columns=names)) == f"the data frame: {said}"


def test_events_of_gdelt_have_no_header(tmp_path):
    event = ["1", "20190425", "201904", "2019", "2019.3", *["0"] * 55, "https://daily.example/a?b=c"]
    (tmp_path / "20190425.export.CSV").write_text("\n".join(["\t".join(event)] * 2) + "\n")
    said = f"this GDELT table holds addresses of articles, not their texts. {WAY_TO_TEXTS}"
    assert message(tmp_path / "20190425.export.CSV") == f"20190425.export.CSV: {said}"


def test_a_table_of_media_cloud_with_texts_added_is_read(tmp_path):
    (tmp_path / "a.csv").write_text("stories_id,media_name,media_url,url,story_text\n7,Daily,m,u,One.\n")
    corpus = ck.read_corpus(tmp_path / "a.csv", columns={"text": "story_text"})
    assert corpus.articles[["article_id", "outlet", "text"]].to_numpy().tolist() == [["7", "Daily", "One."]]


def test_no_other_row_decides_which_day_an_ambiguous_one_is(tmp_path):
    (tmp_path / "a.csv").write_text("outlet,text,date\nA,x,25/04/2019\nA,y,03/04/2019\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: row 3, column 'published': '03/04/2019' may be either of two days; "
        "write it as year-month-day, for instance 2019-04-25"
    )
    articles = ck.read_corpus(tmp_path / "a.csv", on_error="collect").articles
    assert articles["published"].tolist() == [pd.Timestamp(2019, 4, 25), pd.NaT]


def test_time_zones_may_mix_and_never_shift_the_day(tmp_path):
    dates = ["2019-04-25T00:30:00+13:00", "2019-04-25T23:30:00-11:00", "25 April 2019 23:59 EST", "2019-04-25 12:00Z"]
    pd.DataFrame({"outlet": "A", "text": "x", "date": [*dates, "2019-04-25"]}).to_csv(tmp_path / "a.csv", index=False)
    articles = ck.read_corpus(tmp_path / "a.csv").articles
    assert articles["published"].unique().tolist() == [pd.Timestamp(2019, 4, 25)]


def test_nothing_is_fetched_from_the_network(tmp_path, monkeypatch):
    pytest.importorskip("trafilatura")
    page = "<p>One sentence of a report, and another one that is long enough to be kept.</p>" * 9
    link = '<img src="http://127.0.0.1:9/a.png"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
    address = "http://127.0.0.1:9/a"
    (tmp_path / "a.csv").write_text(f"outlet,text,url\nA,{address},{address}\n")
    (tmp_path / "b.html").write_text(f"<!DOCTYPE html><html><head>{link}</head><body>{page}</body></html>")
    (tmp_path / "c.csv").write_text(f"url,media_url\n{address},{address}\n")

    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    corpus = ck.read_corpus(tmp_path, on_error="collect")
    assert table(corpus) == [["A", address]]
    assert corpus.rejected[["row", "column"]].to_numpy().tolist() == [["c.csv", ""], ["b.html", "outlet"]]


@given(
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"[", b"{", b'"', b"outlet,text\n", b"\xff\xfe", b"%PDF"]),
    st.binary(max_size=200)
    | st.text(max_size=100).map(str.encode)
    | st.text(",\"'\n{}[]:a1", max_size=60).map(str.encode),
    st.sampled_from(["a.csv", "a.txt", "a.json", "a.docx"]),
)
def test_any_file_is_read_or_told(tmp_path_factory, start, rest, name):
    folder = tmp_path_factory.mktemp("any")
    (folder / name).write_bytes(start + rest)
    for source in (folder / name, folder):
        try:
            corpus = ck.read_corpus(source, on_error="collect")
        except CorpusError as error:
            assert str(error).startswith((f"{name}: ", f"{name} ", f"{folder.name}: "))
        else:
            assert len(corpus) > 0
