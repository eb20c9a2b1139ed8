"""What comes in, and what is said when it cannot."""

import datetime as dt

import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

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
        "Mend them, or read the other rows with on_error='collect' and look at corpus.rejected",
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
    assert repr(corpus) == "Corpus(2 articles, 2 outlets, 3 cells rejected)"


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
        "a.csv: no column holds the text of the articles; columns are 'outlet', 'title'. Name it: columns={'text': ...}"
    )


def test_no_outlet_column(tmp_path):
    (tmp_path / "a.csv").write_text("text,title\nA text.,One\n")
    assert message(tmp_path / "a.csv") == (
        "a.csv: no column holds the outlet; columns are 'text', 'title'. Name it: columns={'outlet': ...}"
    )


def test_binary_file_named_csv(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert message(tmp_path / "a.csv") == (
        "a.csv: this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
    )


def test_not_utf8(tmp_path):
    (tmp_path / "a.csv").write_bytes("outlet,text\nDaily,Café\n".encode("cp1252"))
    assert (
        message(tmp_path / "a.csv")
        == "a.csv: byte 21 is not UTF-8. Save the file as UTF-8 text (in Excel: 'CSV UTF-8')"
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
        "a.csv: the table is broken (EOF inside string starting at row 1). "
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
    assert message(tmp_path) == f"{tmp_path.name}: the folder holds no .txt file. Give a folder with one article a file"


def test_text_file_without_outlet(tmp_path):
    (tmp_path / "a.txt").write_text("Only a text.\n")
    remedy = "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
    assert message(tmp_path / "a.txt") == f"a.txt: nothing says which outlet this is. {remedy}"
    assert message(tmp_path) == f"a.txt: nothing says which outlet this is. {remedy}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("outlet,text\nA,He said no, then left\nB,Yes, fine\n", "rows have more fields than the header"),
        ("outlet,text\nA,One.\nB,Yes, fine\n", "Expected 2 fields in line 3, saw 3"),
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
        ("outlet,text\n".encode("utf-16"), "the text is UTF-16. Save the file as UTF-8 text"),
        (b'[{"outlet": "A"}]', "this is one JSON array. Write one object a line, as JSON Lines"),
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
