"""A folder that mixes formats comes in whole, and what cannot be read is named."""

import json
import zipfile

import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

GO_ON = "Mend them, or go on without: on_error='collect' (--skip-bad-rows) lists them in corpus.rejected"


def message(*args, **kwargs):
    with pytest.raises(CorpusError) as error:
        ck.read_corpus(*args, **kwargs)
    return str(error.value)


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def write_nexis(path, texts):
    """A Word export of Nexis in little: title, outlet, date, body and end of each article."""
    lines = []
    for number, text in enumerate(texts, start=1):
        lines += [f"Title {number}", "The Evening Argus", "April 25, 2019 Thursday", "Copyright 2019 The Evening Argus"]
        lines += ["Section:\xa0NEWS", "Body", text, "End of Document"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()
        )


def table(corpus):
    return corpus.articles[["article_id", "outlet", "text"]].to_numpy().tolist()


def test_all_formats_in_one_folder_in_order_of_path(tmp_path):
    write(
        tmp_path,
        {
            "b.csv": "source,content\nBote,Zwei.\nBote,Drei.\n",
            "c/d.jsonl": '{"publication": "Courier", "body": "Four."}\n',
            "c/e.json": '[{"outlet": "Echo", "text": "Five."}, {"outlet": "Echo", "text": "Six."}]',
            "Gazette/f.txt": "Seven.",
            "h.txt": "outlet: Herald\n\nEight.",
            "i.export": "3 of 12 DOCUMENTS\n\nThe Independent Example\n\nApril 25, 2019 Thursday\n\nA headline\n\n"
            "SECTION: NEWS; Pg. 3\n\nLENGTH: 3 words\n\nNine it is.\n\nLOAD-DATE: April 25, 2019\n\n"
            "Copyright 2019 Example\n",
        },
    )
    write_nexis(tmp_path / "a.docx", ["One.", "Uno."])
    pd.DataFrame({"id": [2**62 + 1], "outlet": ["Post"], "text": ["Ten."], "year": [2019]}).to_parquet(tmp_path / "p")
    corpus = ck.read_corpus(tmp_path)
    assert table(corpus) == [
        ["f", "Gazette", "Seven."],
        ["a-1", "The Evening Argus", "One."],
        ["a-2", "The Evening Argus", "Uno."],
        ["b-1", "Bote", "Zwei."],
        ["b-2", "Bote", "Drei."],
        ["d-1", "Courier", "Four."],
        ["e-1", "Echo", "Five."],
        ["e-2", "Echo", "Six."],
        ["h", "Herald", "Eight."],
        ["i-1", "The Independent Example", "Nine it is."],
        ["4611686018427387905", "Post", "Ten."],
    ]
    assert len(corpus.rejected) == 0
    assert corpus.articles["published"].dropna().unique().tolist() == [pd.Timestamp(2019, 4, 25)]


def test_rows_are_named_by_file_and_place(tmp_path):
    write(
        tmp_path,
        {
            "a.csv": "outlet,text\nA,One.\n,Two.\n",
            "b/c.jsonl": '{"outlet": "B", "text": ""}',
            "d.json": '[{"outlet": "D"}, {"outlet": "D", "text": "Four."}]',
            "e.txt": "Five.",
        },
    )
    (tmp_path / "d.json").write_text('[{"outlet": "D", "text": null}, {"outlet": "D", "text": "Four."}]')
    write_nexis(tmp_path / "f.docx", ["Six.", ""])
    assert message(tmp_path).splitlines() == [
        f"{tmp_path.name}: 5 cells in 5 of 8 rows cannot be used",
        "  a.csv, row 3, column 'outlet': is empty; fill in the outlet or remove the row",
        "  b/c.jsonl, line 1, column 'text': is empty; fill in the text or remove the row",
        "  d.json, item 1, column 'text': is empty; fill in the text or remove the row",
        "  e.txt, column 'outlet': is empty; fill in the outlet or remove the row",
        "  f.docx, article 2, column 'text': is empty; fill in the text or remove the row",
        GO_ON,
    ]


UNREADABLE = {
    "a.csv": "outlet,text\nA,One.\n,Two.\n",
    "b.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "c/d.csv": 'outlet,text\nA,"One.\n',
    "e.jsonl": '{"outlet": "A", "text": "x"}\n[1]\n',
    "f.csv": "outlet,text\n",
    "g.csv": "paper,text\nA,x\n",
    "h.txt": "outlet: Herald\n\nA\0 and B.",
}
REASONS = {
    "b.png": "this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file",
    "c/d.csv": "the table is broken (row 2: unexpected end of data). "
    "Put texts in double quotes and double each quote inside them",
    "e.jsonl": "line 2 is not an object. Write one object a line",
    "f.csv": "there is no article in it. Give a table with at least one row",
    "g.csv": "no column holds the outlet; columns are 'paper', 'text'. "
    "Name it: columns={'outlet': ...}, or --columns outlet=...",
    "h.txt": "line 3 holds a NUL byte, which no text has. Save the file again as UTF-8 text",
}


def test_files_that_cannot_be_read_are_listed(tmp_path):
    write(tmp_path, UNREADABLE)
    assert message(tmp_path).splitlines() == [
        f"{tmp_path.name}: 6 files and 1 cell in 1 of 2 rows cannot be used",
        *(f"  {name}: {reason}" for name, reason in REASONS.items()),
        "  a.csv, row 3, column 'outlet': is empty; fill in the outlet or remove the row",
        GO_ON,
    ]


def test_files_that_cannot_be_read_are_collected(tmp_path):
    write(tmp_path, UNREADABLE)
    corpus = ck.read_corpus(tmp_path, on_error="collect")
    assert table(corpus) == [["a-1", "A", "One."]]
    assert corpus.rejected.to_numpy().tolist() == [
        *([name, "", "", reason] for name, reason in REASONS.items()),
        ["a.csv, row 3", "outlet", "", "is empty; fill in the outlet or remove the row"],
    ]


def test_one_file_that_cannot_be_read(tmp_path):
    write(tmp_path, {"a.csv": "outlet,text\nA,One.\n", "b.csv": UNREADABLE["b.png"]})
    assert message(tmp_path) == f"{tmp_path.name}: b.csv: {REASONS['b.png']}\n{GO_ON}"


def test_no_file_that_can_be_read_is_an_error_even_when_collecting(tmp_path):
    write(tmp_path, {"b.png": UNREADABLE["b.png"]})
    assert message(tmp_path, on_error="collect") == f"{tmp_path.name}: b.png: {REASONS['b.png']}"
    write(tmp_path, {"f.csv": "outlet,text\n"})
    assert message(tmp_path, on_error="collect").splitlines() == [
        f"{tmp_path.name}: 2 files cannot be used",
        f"  b.png: {REASONS['b.png']}",
        f"  f.csv: {REASONS['f.csv']}",
        GO_ON,
    ]


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    """Permission bits do not stop an administrator, so the refusal is played."""
    write(tmp_path, {"a.csv": "outlet,text\nA,One.\n", "b.csv": "outlet,text\nB,Two.\n"})
    is_open = type(tmp_path).open

    def refuse(path, *args, **kwargs):
        if path.name == "b.csv":
            raise PermissionError
        return is_open(path, *args, **kwargs)

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert message(tmp_path) == (f"{tmp_path.name}: b.csv: the file may not be read. Check its permissions\n{GO_ON}")


def test_what_systems_browsers_and_we_put_there_is_passed_over(tmp_path):
    junk = b"\0junk"
    write(
        tmp_path,
        {
            "a.csv": "outlet,text\nA,One.\n",
            ".DS_Store": junk,
            ".git/config": junk,
            "~$b.docx": junk,
            "Thumbs.db": junk,
            "__MACOSX/._a.csv": junk,
            "page.htm": "outlet,text\nB,Two.\n",  # what a file is, is told from its content
            "page_files/logo.png": junk,
            "page-Dateien/logo.png": junk,
            "other_files/c.csv": "outlet,text\nC,Three.\n",
            "report/report.html": "<!DOCTYPE html><head><title>Coverage report: a.csv</title></head>",
            "report/01_compare.ipynb": json.dumps({"cells": []}),
        },
    )
    assert table(ck.read_corpus(tmp_path)) == [["a-1", "A", "One."], ["c-1", "C", "Three."], ["page-1", "B", "Two."]]
    (tmp_path / "report" / "report.html").unlink()
    assert message(tmp_path).startswith(f"{tmp_path.name}: report/01_compare.ipynb: ")


def test_a_folder_of_hidden_files(tmp_path):
    write(tmp_path, {".DS_Store": b"\0junk"})
    assert message(tmp_path) == (
        f"{tmp_path.name}: there is no file to be read in this folder. "
        "Give a folder with exports, tables, saved pages, or .txt files of one article each"
    )


def test_ids_that_are_made_do_not_collide(tmp_path):
    write(
        tmp_path,
        {
            "a.csv": "outlet,text\nA,One.\n",
            "b/a.csv": "outlet,text\nA,Two.\n",
            "c.csv": "outlet,text\nA,Three.\n",
            "c-1.txt": "outlet: A\n\nFour.",
            "d.csv": "id,outlet,text\nc_-1,A,Five.\n",
        },
    )
    assert table(ck.read_corpus(tmp_path)) == [
        ["a.csv-1", "A", "One."],
        ["b/a.csv-1", "A", "Two."],
        ["c-1", "A", "Four."],
        ["c__-1", "A", "Three."],
        ["c_-1", "A", "Five."],
    ]


def test_ids_that_collide_between_files(tmp_path):
    write(tmp_path, {"a.csv": "id,outlet,text\n1,A,One.\n", "b.csv": "id,outlet,text\n1,B,Two.\n"})
    assert message(tmp_path) == (
        f"{tmp_path.name}: b.csv, row 2, column 'article_id': '1' stands in a.csv, row 2 too; "
        "give each article its own id"
    )


def test_columns_named_by_the_user_need_not_be_in_every_file(tmp_path):
    write(
        tmp_path,
        {
            "a.csv": "Blatt,text\nBote,Eins.\n",
            "b.csv": "outlet,text\nHerald,Two.\n",
            "c.txt": "Blatt: Kurier\ntitle: Drei\n\nDrei.",
        },
    )
    corpus = ck.read_corpus(tmp_path, columns={"outlet": "Blatt"})
    assert table(corpus) == [["a-1", "Bote", "Eins."], ["b-1", "Herald", "Two."], ["c", "Kurier", "Drei."]]
    assert message(tmp_path, columns={"outlet": "Blatt", "section": "Ressort"}) == (
        f"{tmp_path.name}: there is no column 'Ressort'; columns are 'Blatt', 'text', 'outlet', 'title'"
    )


def test_columns_that_only_some_files_have(tmp_path):
    write(tmp_path, {"a.csv": "outlet,text,desk\nA,One.,home\n", "b.jsonl": '{"outlet": "B", "text": "Two.", "n": 3}'})
    articles = ck.read_corpus(tmp_path).articles
    assert articles["desk"].fillna("-").tolist() == ["home", "-"]
    assert articles["n"].fillna(0).tolist() == [0, 3]


def test_text_files_alone_must_say_which_outlet_they_are(tmp_path):
    write(tmp_path, {"a.txt": "One.", "b.txt": "Two."})
    remedy = "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
    assert message(tmp_path) == f"a.txt: nothing says which outlet this is. {remedy}"


def test_an_empty_text_file_in_a_folder_is_a_row_without_text(tmp_path):
    write(tmp_path, {"A/1.txt": "One.", "A/2.txt": ""})
    assert message(tmp_path) == (
        f"{tmp_path.name}: A/2.txt, column 'text': is empty; fill in the text or remove the row"
    )
