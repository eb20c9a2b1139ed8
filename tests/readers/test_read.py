"""What comes in, and what is said when it cannot."""

import csv
import datetime as dt
import os

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.readers.mending import mend

ROWS = pd.DataFrame(
    {
        "ID": ["007", "8", "09"],
        "Source": ["NA", "Daily", "null"],
        "Content": ["First, with a comma.", "Second\nline.", 'Third "quoted".'],
        "Date": ["2019-04-24T23:30:00+09:00", "April 25, 2019", ""],
        "desk": ["x", "y", "z"],
    }
)


def message(*args, **kwargs):
    with pytest.raises(CorpusError) as error:
        ck.read_corpus(*args, **kwargs)
    return str(error.value)


def check_rows(corpus):
    articles = corpus.articles
    assert articles["article_id"].tolist() == ["007", "8", "09"]
    assert articles["outlet"].tolist() == ["NA", "Daily", "null"]
    assert articles["text"].tolist() == ROWS["Content"].tolist()
    assert articles["published"].tolist() == [pd.Timestamp(2019, 4, 24), pd.Timestamp(2019, 4, 25), pd.NaT]
    assert articles["desk"].tolist() == ["x", "y", "z"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_csv(tmp_path, separator, encoding):
    ROWS.to_csv(tmp_path / "a.csv", index=False, sep=separator, encoding=encoding)
    check_rows(ck.read_corpus(tmp_path / "a.csv"))


def test_jsonl(tmp_path):
    ROWS.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    check_rows(ck.read_corpus(str(tmp_path / "a.jsonl")))


def test_parquet(tmp_path):
    ROWS.to_parquet(tmp_path / "a.parquet")
    check_rows(ck.read_corpus(tmp_path / "a.parquet"))


def test_data_frame():
    before = ROWS.copy(deep=True)
    check_rows(ck.read_corpus(ROWS))
    pd.testing.assert_frame_equal(ROWS, before)


def test_content_counts_not_the_ending(tmp_path):
    ROWS.to_parquet(tmp_path / "a.csv")
    check_rows(ck.read_corpus(tmp_path / "a.csv"))


def test_text_folder(tmp_path):
    (tmp_path / "Evening Argus").mkdir()
    (tmp_path / "Evening Argus" / "one.txt").write_text("A line: with a colon.\n\nSecond paragraph.\n")
    (tmp_path / "two.txt").write_text("outlet: Herald\ntitle: A: B\nDate: 2019-04-25\n\nThe text.\r\n\r\nMore.\n")
    articles = ck.read_corpus(tmp_path).articles
    assert articles["article_id"].tolist() == ["one", "two"]
    assert articles["outlet"].tolist() == ["Evening Argus", "Herald"]
    assert articles["text"].tolist() == ["A line: with a colon.\n\nSecond paragraph.", "The text.\n\nMore."]
    assert articles["title"].tolist()[1] == "A: B"
    assert articles["published"].tolist() == [pd.NaT, pd.Timestamp(2019, 4, 25)]


def test_columns_named_by_the_user(tmp_path):
    frame = pd.DataFrame({"Zeitung": ["Bote"], "Inhalt": ["Ein Satz."], "outlet": ["web"]})
    articles = ck.read_corpus(frame, columns={"outlet": "Zeitung", "text": "Inhalt"}).articles
    assert articles[["outlet", "text", "outlet_given"]].to_numpy().tolist() == [["Bote", "Ein Satz.", "web"]]


def test_the_first_alias_present_wins():
    frame = pd.DataFrame({"source": ["agency"], "outlet": ["Daily"], "text": ["x"], "body": ["y"]})
    articles = ck.read_corpus(frame).articles
    assert articles[["outlet", "source", "text", "body"]].to_numpy().tolist() == [["Daily", "agency", "x", "y"]]


def test_ids_are_made_where_there_are_none():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["x", "y"]})
    assert ck.read_corpus(frame).articles["article_id"].tolist() == ["a00001", "a00002"]


def test_numeric_ids_lose_no_digit_and_gain_no_point():
    frame = pd.DataFrame({"id": [7.0, 12.0], "outlet": ["A", "B"], "text": ["x", "y"]})
    assert ck.read_corpus(frame).articles["article_id"].tolist() == ["7", "12"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-04-25", "2019-04-25"),
        ("2019-04-25T00:30:00+13:00", "2019-04-25"),
        ("2019-04-24 23:59:59-11:00", "2019-04-24"),
        ("25 April 2019", "2019-04-25"),
        ("Thu, 25 Apr 2019 23:10:00 GMT", "2019-04-25"),
        ("25.04.2019", "2019-04-25"),
        ("04/25/2019", "2019-04-25"),
        ("04/04/2019", "2019-04-04"),
        ("20190425", "2019-04-25"),
        ("20190403", "2019-04-03"),
        ("2019-4-3", "2019-04-03"),
        ("2019/04/03", "2019-04-03"),
        ("2019.04.03", "2019-04-03"),
        ("03.04.2019", "2019-04-03"),
        ("3. 4. 2019", "2019-04-03"),
        (20190405, "2019-04-05"),
        (20190405.0, "2019-04-05"),
        (dt.date(2019, 4, 25), "2019-04-25"),
        (dt.datetime(2019, 4, 25, 23, tzinfo=dt.timezone(dt.timedelta(hours=9))), "2019-04-25"),
        (pd.Timestamp("2019-04-25 01:00", tz="Asia/Tokyo"), "2019-04-25"),
    ],
)
def test_days_are_local(value, day):
    frame = pd.DataFrame({"outlet": ["A"], "text": ["x"], "date": pd.Series([value], dtype="object")})
    assert ck.read_corpus(frame).articles["published"].tolist() == [pd.Timestamp(day)]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("03/04/2019", "may be either of two days; write it as year-month-day, for instance 2019-04-25"),
        ("April 2019", "is not a date; write it as year-month-day, for instance 2019-04-25"),
        ("2019-02-30", "is not a date; write it as year-month-day, for instance 2019-04-25"),
        ("1019-02-03", "is not a date; write it as year-month-day, for instance 2019-04-25"),
        ("190403", "is not a date; write it as year-month-day, for instance 2019-04-25"),
        ("2019-13-01", "is not a date; write it as year-month-day, for instance 2019-04-25"),
        ("soon", "is not a date; write it as year-month-day, for instance 2019-04-25"),
    ],
)
def test_days_that_cannot_be_told(tmp_path, value, remedy):
    pd.DataFrame({"outlet": ["A"], "text": ["x"], "date": [value]}).to_csv(tmp_path / "a.csv", index=False)
    assert message(tmp_path / "a.csv") == f"a.csv: row 2, column 'published': '{value}' {remedy}"


def test_row_without_outlet(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,text\n1,Daily,One.\n2,,Two.\n")
    assert (
        message(tmp_path / "a.csv") == "a.csv: row 3, column 'outlet': is empty; fill in the outlet or remove the row"
    )


def test_repeated_ids(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,text\n1,Daily,One.\n1,Herald,Two.\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: row 3, column 'article_id': '1' stands in row 2 too; give each article its own id"
    )


def test_many_bad_rows_are_counted_and_the_first_ten_listed(tmp_path):
    lines = [f"{n},{'' if n <= 12 else 'Daily'},Text {n}." for n in range(1, 21)]
    (tmp_path / "a.csv").write_text("id,outlet,text\n" + "\n".join(lines) + "\n")
    said = message(tmp_path / "a.csv").splitlines()
    assert said[0] == "a.csv: 12 cells in 12 of 20 rows cannot be used"
    assert said[1:11] == [
        f"  row {n + 1}, column 'outlet': is empty; fill in the outlet or remove the row" for n in range(1, 11)
    ]
    assert said[11:] == [
        "  … and 2 more",
        "Mend them, or go on without: on_error='collect' (--skip-bad-rows) lists them in corpus.rejected",
    ]


def test_bad_rows_are_collected_and_nothing_is_lost(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,text,date\n1,Daily,One.,soon\n2,,,2019-04-25\n3,Herald,Three.,\n")
    corpus = ck.read_corpus(tmp_path / "a.csv", on_error="collect")
    assert corpus.articles["article_id"].tolist() == ["1", "3"]
    assert corpus.articles["published"].isna().all()
    assert corpus.rejected[["row", "column", "value"]].to_numpy().tolist() == [
        ["row 2", "published", "soon"],
        ["row 3", "outlet", ""],
        ["row 3", "text", ""],
    ]
    assert repr(corpus) == "Corpus(2 articles, 2 outlets, 3 rejected)"


def test_no_good_row_is_an_error_even_when_collecting():
    said = message(pd.DataFrame({"outlet": [""], "text": ["x"]}), on_error="collect")
    assert said == "the data frame: row 0, column 'outlet': is empty; fill in the outlet or remove the row"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    assert message(tmp_path / "a.csv") == "a.csv: the file is empty. Export it again with a header and at least one row"


def test_header_only(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,text\n")
    assert message(tmp_path / "a.csv") == "a.csv: there is no article in it. Give a table with at least one row"


def test_no_text_column(tmp_path):
    (tmp_path / "a.csv").write_text("outlet,title\nDaily,One\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: no column holds the text of the articles; columns are 'outlet', 'title'. "
        "Name it: columns={'text': ...}, or --columns text=..."
    )


def test_no_outlet_column(tmp_path):
    (tmp_path / "a.csv").write_text("text,title\nA text.,One\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: no column holds the outlet; columns are 'text', 'title'. "
        "Name it: columns={'outlet': ...}, or --columns outlet=..."
    )


def test_binary_file_named_csv(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert message(tmp_path / "a.csv") == (
        "a.csv: this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
    )


def test_no_such_file(tmp_path):
    assert message(tmp_path / "no.csv") == f"{tmp_path / 'no.csv'}: there is no such file or folder. Check the path"


def test_file_that_may_not_be_read(tmp_path, monkeypatch):
    """Permission bits do not stop an administrator, so the refusal is played."""
    (tmp_path / "a.csv").write_text("outlet,text\nDaily,One.\n")

    def refuse(*_args, **_kwargs):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert message(tmp_path / "a.csv") == f"{tmp_path / 'a.csv'}: the file may not be read. Check its permissions"


def test_unterminated_quote(tmp_path):
    (tmp_path / "a.csv").write_text('outlet,text\nDaily,"One.\n')
    assert message(tmp_path / "a.csv") == (
        "a.csv: the table is broken (row 2: unexpected end of data). "
        "Put texts in double quotes and double each quote inside them"
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON (Expecting property name enclosed in double quotes)"),
        ("[1]", "is not an object"),
    ],
)
def test_bad_json_line(tmp_path, line, reason):
    (tmp_path / "a.jsonl").write_text('{"outlet": "A", "text": "x"}\n' + line + "\n")
    assert message(tmp_path / "a.jsonl") == f"a.jsonl: line 2 {reason}. Write one object a line"


def test_damaged_parquet(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more")
    assert message(tmp_path / "a.parquet") == "a.parquet: the Parquet file is damaged. Write it again"


def test_folder_without_articles(tmp_path):
    assert message(tmp_path) == (
        f"{tmp_path.name}: there is no file to be read in this folder. "
        "Give a folder with exports, tables, saved pages, or .txt files of one article each"
    )


def test_text_file_without_outlet(tmp_path):
    (tmp_path / "a.txt").write_text("Only a text.\n")
    remedy = "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
    assert message(tmp_path / "a.txt") == f"a.txt: nothing says which outlet this is. {remedy}"
    assert message(tmp_path) == f"a.txt: nothing says which outlet this is. {remedy}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("outlet,text\nA,He said no, then left\nB,Yes, fine\n", "row 2 has 3 fields, the header 2"),
        ("outlet,text\nA,One.\nB,Yes, fine\n", "row 3 has 3 fields, the header 2"),
        ('outlet,text\n\n"A","One\nline."\nB\n', "row 4 has 1 field, the header 2"),
        ('outlet,text\nA,"One." she said\n', "row 2: ',' expected after '\"'"),
    ],
)
def test_commas_outside_quotes(tmp_path, content, reason):
    (tmp_path / "a.csv").write_text(content)
    remedy = "Put texts in double quotes and double each quote inside them"
    assert message(tmp_path / "a.csv") == f"a.csv: the table is broken ({reason}). {remedy}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00", "this is an Excel, Word or zip file. Save its table as 'CSV UTF-8'"),
    ],
)
def test_other_formats(tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)
    assert message(tmp_path / "a.csv") == f"a.csv: {said}"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"paper": "outlet"},
            "columns: 'paper' is not a known name. Choose from 'article_id', 'outlet', 'text', 'title', 'published', "
            "'url', 'byline', 'section'",
        ),
        ({"outlet": "paper"}, "the data frame: there is no column 'paper'; columns are 'outlet', 'text'"),
    ],
)
def test_bad_columns(columns, said):
    assert message(pd.DataFrame({"outlet": ["A"], "text": ["x"]}), columns=columns) == said


def test_bad_on_error():
    assert message(ROWS, on_error="skip") == "on_error: 'skip' is not known. Choose 'raise' or 'collect'"


def test_the_same_moment_in_two_places_may_be_two_days():
    moments = [pd.Timestamp("2019-04-25 01:00", tz="Asia/Tokyo"), pd.Timestamp("2019-04-24 16:00", tz="UTC")]
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["x", "y"], "date": pd.Series(moments, dtype="object")})
    assert ck.read_corpus(frame).articles["published"].dt.day.tolist() == [25, 24]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
FILLED = CELLS.filter(lambda cell: mend(cell).strip())


@given(st.lists(st.tuples(FILLED, FILLED, CELLS), min_size=1), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_any_table_comes_back_the_same(tmp_path_factory, rows, separator, quote_all):
    path = tmp_path_factory.mktemp("table") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
        writer.writerows([("outlet", "text", "desk"), *rows])
    articles = ck.read_corpus(path).articles
    assert articles[["text", "desk"]].to_numpy().tolist() == [[mend(text), desk] for _, text, desk in rows]
    assert articles["outlet"].tolist() == [mend(outlet).strip() for outlet, _, _ in rows]


def test_empty_lines_are_counted(tmp_path):
    (tmp_path / "a.csv").write_text("\noutlet,text\n\nDaily,One.\n  \n,Two.\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: row 6, column 'outlet': is empty; fill in the outlet or remove the row"
    )


@pytest.mark.parametrize(
    "table",
    [
        'outlet;"a, b, c, d";text\nx;y;x\n',
        '"a; b; c; d",outlet,text\ny,x,x\n',
        'outlet\ttext\t"a, b, ""c"", d"\nx\tx\ty\n',
    ],
)
def test_separators_inside_quoted_names_do_not_count(tmp_path, table):
    (tmp_path / "a.csv").write_text(table)
    articles = ck.read_corpus(tmp_path / "a.csv").articles
    assert articles[["outlet", "text"]].to_numpy().tolist() == [["x", "x"]]


def test_long_texts_and_the_limit_of_the_csv_module(tmp_path):
    before = csv.field_size_limit()
    text = "word " * 40_000
    (tmp_path / "a.csv").write_text(f"outlet,text\nDaily,{text}\n")
    assert ck.read_corpus(tmp_path / "a.csv").articles["text"].tolist() == [text]
    assert csv.field_size_limit() == before


def test_repeated_column(tmp_path):
    said = "two columns are 'text'. Rename one"
    (tmp_path / "a.csv").write_text("outlet,text,text\nDaily,One.,Two.\n")
    assert message(tmp_path / "a.csv") == f"a.csv: {said}"
    table = pa.Table.from_arrays([pa.array(["A"]), pa.array(["x"]), pa.array(["y"])], names=["outlet", "text", "text"])
    pq.write_table(table, tmp_path / "a.parquet")
    assert message(tmp_path / "a.parquet") == f"a.parquet: {said}"
    assert message(table.to_pandas()) == f"the data frame: {said}"
    frame = pd.DataFrame([["A", "x", "1", "2"]], columns=["outlet", "text", 1, "1"])
    assert message(frame) == "the data frame: two columns are '1'. Rename one"


def test_a_table_without_header_is_not_printed_whole(tmp_path):
    (tmp_path / "a.csv").write_text(",".join([*(f"cell {n}" for n in range(14)), "word " * 600]) + "\n" + "," * 14)
    names = ", ".join(f"'cell {n}'" for n in range(12))
    assert message(tmp_path / "a.csv") == (
        f"a.csv: no column holds the text of the articles; columns are {names} and 3 more. "
        "Name it: columns={'text': ...}, or --columns text=..."
    )
    (tmp_path / "a.csv").write_text("word " * 600 + ",Daily\nx,y\n")
    shown = ("word " * 600)[:39] + "…"
    assert message(tmp_path / "a.csv") == (
        f"a.csv: no column holds the text of the articles; columns are '{shown}', 'Daily'. "
        "Name it: columns={'text': ...}, or --columns text=..."
    )


def test_parquet_keeps_long_ids_beside_a_missing_one(tmp_path):
    table = pa.table({"id": pa.array([2**62 + 1, None]), "outlet": ["A", "B"], "text": ["x", "y"]})
    pq.write_table(table, tmp_path / "a.parquet")
    corpus = ck.read_corpus(tmp_path / "a.parquet", on_error="collect")
    assert corpus.articles["article_id"].tolist() == ["4611686018427387905"]
    assert corpus.rejected.to_numpy().tolist() == [
        ["row 2", "article_id", "", "is empty; fill in the article_id or remove the row"]
    ]


def test_a_named_index_is_a_column(tmp_path):
    frame = ROWS.set_index("ID")
    frame.to_parquet(tmp_path / "a.parquet")
    check_rows(ck.read_corpus(tmp_path / "a.parquet"))
    check_rows(ck.read_corpus(frame))
    both = ROWS.set_index(["ID", "Source"])
    both.to_parquet(tmp_path / "b.parquet")
    check_rows(ck.read_corpus(tmp_path / "b.parquet"))
    check_rows(ck.read_corpus(both))


def test_junk_in_parquet(tmp_path):
    ROWS.to_parquet(tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    junk = [b"PAR1" + bytes(range(256)) * 4 + b"PAR1", whole[:-20], whole.replace(b'"name"', b'"nome"')]
    for content in junk:
        (tmp_path / "a.parquet").write_bytes(content)
        assert message(tmp_path / "a.parquet") == "a.parquet: the Parquet file is damaged. Write it again"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('"outlet": ["A", "B"]', "column 'outlet': \"['A', 'B']\" is a list; give one value"),
        ('"source": {"name": "A"}', "column 'outlet': \"{'name': 'A'}\" is an object; give one value"),
        ('"outlet": "A", "text": []', "column 'text': '[]' is a list; give one value"),
        ('"outlet": "A", "id": {"$oid": "1"}', "column 'article_id': \"{'$oid': '1'}\" is an object; give one value"),
        ('"outlet": "A", "title": ["T"]', "column 'title': \"['T']\" is a list; give one value"),
        ('"outlet": "A", "date": [2019, 4]', "column 'published': '[2019, 4]' is a list; give one value"),
        ('"outlet": "A", "author": ["B", 1]', "column 'byline': \"['B', 1]\" is a list; give one value"),
        (
            '"outlet": "A\\ud800"',
            "column 'outlet': 'A\\\\ud800' holds a broken character; save it again as UTF-8",
        ),
        (
            '"outlet": "A", "desk": "\\ud800"',
            "column 'desk': '\\\\ud800' holds a broken character; save it again as UTF-8",
        ),
    ],
)
def test_cells_that_hold_no_plain_value(tmp_path, cell, said):
    (tmp_path / "a.jsonl").write_text(f'{{"text": "x", {cell}}}\n')
    assert message(tmp_path / "a.jsonl") == f"a.jsonl: line 1, {said}"


def test_a_list_of_authors_is_a_byline(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"outlet": "A", "text": "x", "authors": ["Ann Lee", "Bo Ek"], "tags": ["t"]}\n')
    articles = ck.read_corpus(tmp_path / "a.jsonl").articles
    assert articles["byline"].tolist() == ["Ann Lee, Bo Ek"]
    assert articles["tags"].tolist() == [["t"]]
    articles[["outlet", "text"]].assign(authors=[["Ann Lee", "Bo Ek"]]).to_parquet(tmp_path / "a.parquet")
    assert ck.read_corpus(tmp_path / "a.parquet").articles["byline"].tolist() == ["Ann Lee, Bo Ek"]


def test_binary_cells():
    frame = pd.DataFrame({"outlet": ["A"], "text": [b"One."]})
    assert message(frame) == "the data frame: row 0, column 'text': \"b'One.'\" is binary; give text"


@pytest.mark.parametrize("value", ["1" * 5_000, "[" * 100_000])
def test_json_that_python_refuses(tmp_path, value):
    (tmp_path / "a.jsonl").write_text('{"outlet": "A", "text": "x"}\n{"id": ' + value + "}\n")
    assert message(tmp_path / "a.jsonl") == (
        "a.jsonl: line 2 holds a number too long or a nesting too deep to be read. Write one flat object a line"
    )


def test_broken_name_in_json(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"outlet": "A", "text": "x", "\\ud800": 1}\n')
    assert message(tmp_path / "a.jsonl") == (
        "a.jsonl: line 1 holds a name with a broken character. Save the file again as UTF-8"
    )


@pytest.mark.parametrize("index", [[1, "1"], [0, 0], pd.MultiIndex.from_tuples([("a", 1), ("a", 2)])])
def test_any_index_and_any_column_names(index):
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": ["x", "y"], 3: [1, 2]}, index=index)
    articles = ck.read_corpus(frame, columns={"title": 3}).articles
    assert articles[["outlet", "text", "title"]].to_numpy().tolist() == [["A", "x", "1"], ["B", "y", "2"]]


def test_rows_of_an_index_that_does_not_tell_them_apart_are_counted():
    frame = pd.DataFrame({"outlet": ["A", ""], "text": ["x", "y"]}, index=[1, "1"])
    assert message(frame) == "the data frame: row 1, column 'outlet': is empty; fill in the outlet or remove the row"


def test_room_is_made_under_a_free_name():
    frame = pd.DataFrame({"text": ["a"], "text_given": ["b"], "story": ["c"], "outlet": ["D"]})
    articles = ck.read_corpus(frame, columns={"text": "story"}).articles
    assert articles[["text", "text_given", "text_given_given"]].to_numpy().tolist() == [["c", "b", "a"]]
    swapped = ck.read_corpus(frame, columns={"text": "outlet", "outlet": "text"}).articles
    assert swapped[["text", "outlet"]].to_numpy().tolist() == [["D", "a"]]


def test_the_common_name_goes_before_its_like():
    frame = pd.DataFrame({"Text": ["note"], "text": ["One."], "outlet": ["A"]})
    assert ck.read_corpus(frame).articles[["text", "Text"]].to_numpy().tolist() == [["One.", "note"]]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"text": "text", "title": "text"}, "columns: 'text', 'title' are all 'text'. Name each column once"),
        (["text"], "columns: ['text'] is not a mapping. Give our name and yours: columns={'outlet': ...}"),
    ],
)
def test_columns_that_make_no_sense(columns, said):
    assert message(pd.DataFrame({"outlet": ["A"], "text": ["x"]}), columns=columns) == said


@pytest.mark.parametrize(
    ("source", "shown"),
    [(None, "None"), (["a.csv"], "['a.csv']"), (b"a.csv", "b'a.csv'"), ("", "''"), ("a\0b", "'a\\x00b'")],
)
def test_neither_path_nor_frame(source, shown):
    assert message(source) == f"read_corpus: {shown} cannot be read; give a path or a data frame"


def test_paths_that_cannot_be(tmp_path):
    (tmp_path / "a.csv").write_text("outlet,text\nA,x\n")
    for path in (tmp_path / "a.csv" / "b", "~nobody-has-this-name/a.csv", "x" * 150 + "\ud800"):
        shown = str(path).replace("\ud800", "\\ud800")
        assert message(path) == f"{shown}: there is no such file or folder. Check the path"
    assert message("word " * 2000) == f"{('word ' * 40)}: there is no such file or folder. Check the path"


def test_headers_in_any_case_folders_and_repeated_names(tmp_path):
    for name, content in {
        "A/1.txt": "One.\n",
        "B/1.TXT": "Source: Herald\nHEADLINE: B\n\nTwo.\n",
        "B/2.txt": "ID: 77\nOUTLET:\nContent: c\ntext: t\n\nThree.\n",
        "B/3.txt": "Text: is no header.\n\nFour.\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    articles = ck.read_corpus(tmp_path).articles
    assert articles[["article_id", "outlet", "text", "title"]].to_numpy().tolist() == [
        ["A/1", "A", "One.", ""],
        ["B/1", "Herald", "Two.", "B"],
        ["77", "B", "Three.", ""],
        ["3", "B", "Text: is no header.\n\nFour.", ""],
    ]
    assert articles[["Content", "text_given"]].iloc[2].tolist() == ["c", "t"]


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname == "Darwin", reason="file names are Unicode there")
def test_text_file_whose_name_is_not_utf8(tmp_path):
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w") as file:  # noqa: PTH123
        file.write("outlet: A\n\nOne.\n")
    assert message(tmp_path) == (
        f"{tmp_path.name}: caf\\udce9.txt, column 'article_id': 'caf\\\\udce9' "
        "holds a broken character; save it again as UTF-8"
    )


def test_the_second_of_two_equal_ids_is_good_where_the_first_is_not(tmp_path):
    (tmp_path / "a.csv").write_text("id,outlet,text\n1,Daily,\n1,Herald,Two.\n1,Argus,Three.\n")
    corpus = ck.read_corpus(tmp_path / "a.csv", on_error="collect")
    assert corpus.articles["outlet"].tolist() == ["Herald"]
    assert corpus.rejected.to_numpy().tolist() == [
        ["row 2", "text", "", "is empty; fill in the text or remove the row"],
        ["row 4", "article_id", "1", "stands in row 3 too; give each article its own id"],
    ]
