"""A lexicon of the user's own means the same whichever way it was written down; what cannot be used is named."""

import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.lexicon_files import load_lexicon
from coverage_kit.text.frames import FrameFinder

MONEY = [("cost*", "prices", 1.0), ("wages", "work", 1.0), ("wages", "prices", 1.0), ("day labour", "work", 1.0)]
HEADER = "Begin with a line '%', a line such as '1 economic' for each category, and a line '%'; the words come below"
WAY = "Write each category as 'name:', and its patterns below it as '  - pattern'"


def load(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    frame = load_lexicon(path)
    assert list(frame.columns) == ["pattern", "category", "weight"]
    assert frame["weight"].dtype == "float64"
    return list(frame.itertuples(index=False, name=None))


def message(tmp_path, name, content):
    with pytest.raises(CorpusError) as error:
        load(tmp_path, name, content)
    return str(error.value)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table(tmp_path, codec, end):
    lines = [
        "pattern;Category;note;weight",
        "café*;places;;0,5".replace(",", "."),
        "bar ;places;x;",
        "bar fight;law;;0",
    ]
    rows = [("café*", "places", 0.5), ("bar", "places", 1.0), ("bar fight", "law", 0.0)]
    assert load(tmp_path, "a.csv", end.join(lines).encode(codec)) == rows


def test_a_table_may_call_the_category_frame_and_have_no_weights(tmp_path):
    assert load(tmp_path, "a.tsv", "frame\tpattern\nwork\twages\n") == [("wages", "work", 1.0)]


@pytest.mark.parametrize(
    "content",
    [
        "%\n1\tprices\n2\twork\n%\ncost*\t1\nwages\t2\t1\nday labour\t2\n",
        "%\r\n01  prices\r\n02  work\r\n%\r\n\r\ncost* 01\r\n\r\nwages   2 1\r\nday labour 2\r\n",
        "\n%\n1 prices\n\n\t2 work\n%\ncost*\t\t1\nwages \t2 1\nday labour \t2",
    ],
)
def test_a_dic_file_with_tabs_and_with_blanks(tmp_path, content):
    assert load(tmp_path, "money.dic", content) == MONEY
    assert load(tmp_path, "money.txt", content) == MONEY


def test_a_number_in_a_phrase_of_a_dic_file_belongs_to_it_before_a_tab(tmp_path):
    assert load(tmp_path, "a.dic", "%\n7 roads\n%\nroute 66\t7\n") == [("route 66", "roads", 1.0)]


def test_a_yaml_dictionary(tmp_path):
    content = "prices: [cost*]\nwork:\n  - wages\nprices: wages\n'work': \"day labour\"\n"
    assert load(tmp_path, "money.yml", content) == MONEY


def test_categories_of_a_yaml_dictionary_lie_inside_each_other(tmp_path):
    content = """
economy:
  jobs:
    - hir*
    - lay-off?
  __: [market, "no"]
law:
  - on
  - crime:
    - 1984
"""
    assert load(tmp_path, "a.yaml", content) == [
        ("hir*", "economy/jobs", 1.0),
        ("lay-off?", "economy/jobs", 1.0),
        ("market", "economy", 1.0),
        ("no", "economy", 1.0),
        ("on", "law", 1.0),
        ("1984", "law/crime", 1.0),
    ]


def test_what_was_loaded_finds_frames(tmp_path):
    finder = FrameFinder(load(tmp_path, "a.yml", "work: [wage*]\nlaw: [court]\n"))
    assert finder.frames(finder.cues("Wages fell."), [(0, 11)]) == ["work"]


NAMES = st.text("abcdefghij", min_size=1, max_size=5)


@given(st.dictionaries(NAMES, st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_yaml_and_dic_say_the_same(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("lexicons")
    rows = [(pattern, category, 1.0) for category, patterns in written.items() for pattern in patterns]
    numbers = {category: number for number, category in enumerate(written, 1)}
    header = "".join(f"{number}\t{category}\n" for category, number in numbers.items())
    words = "".join(f"{pattern}\t{numbers[category]}\n" for pattern, category, _ in rows)
    assert load(folder, "a.yml", yaml.safe_dump(written, sort_keys=False)) == rows
    assert load(folder, "a.dic", f"%\n{header}%\n{words}") == rows


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "", "the lexicon is empty. Write at least one pattern and its category"),
        ("a.csv", "pattern,category\n", "the lexicon is empty. Write at least one pattern and its category"),
        ("a.yml", "# nothing\n", "the lexicon is empty. Write at least one pattern and its category"),
        ("a.dic", "%\n1 law\n%\n", "the lexicon is empty. Write at least one pattern and its category"),
        (
            "a.csv",
            "word,category\ntax,money\n",
            "there is no column 'pattern'; columns are word, category. Name the columns pattern, category and, if"
            " patterns weigh differently, weight",
        ),
        ("a.csv", "pattern,category\ntax,\n", "row 2: 'tax' has no category. Write its name beside it"),
        (
            "a.csv",
            "pattern,category\ntax,money\n,money\n",
            "row 3: the pattern is empty. Write a word, for instance 'sanction*', or remove the line",
        ),
        (
            "a.csv",
            "pattern,category,weight\ntax,money,high\n",
            "row 2: the weight 'high' is not a number of 0 or more. Write 1, or leave the cell empty",
        ),
        (
            "a.csv",
            "pattern,category,weight\ntax,money,-1\nfee,money,nan\n",
            "row 2: the weight '-1' is not a number of 0 or more. Write 1, or leave the cell empty"
            "\n  row 3: the weight 'nan' is not a number of 0 or more. Write 1, or leave the cell empty",
        ),
        (
            "a.csv",
            "pattern,category\ntax(es),money\n",
            "row 2: '(' in 'tax(es)' is not understood. Use * for any letters and ? for one, or remove it",
        ),
        ("a.dic", "tax 1\n", f"the header with the categories is missing. {HEADER}"),
        ("a.dic", "tax 1\n%\n1 law\n%\n", f"the header with the categories is missing. {HEADER}"),
        (
            "a.dic",
            "%\nlaw\n%\ntax 1\n",
            "line 2: 'law' is no category. Write a number and a name, for instance '1 economic'"
            "\n  line 4: the header has no category 1, which 'tax' is given. Write '1' and its name between the two"
            " lines '%'",
        ),
        (
            "a.dic",
            "%\n1 law\n01 money\n%\ntax 1\n",
            "line 3: the number 01 is that of 'law'. Give 'money' another",
        ),
        (
            "a.dic",
            "%\n1 law\n%\nmercy\n",
            "line 4: 'mercy' has no category. Write the number of its category after it",
        ),
        (
            "a.dic",
            "%\n1 law\n%\nlike\t(1 2)3/4\t1\n",
            "line 4: '(1' after 'like' is not a number. Write plain numbers of the header after the word, or remove the"
            " line",
        ),
        (
            "a.dic",
            "%\n1 joy\n%\n" + ":)\t1\n" * 7,
            "\n  ".join(
                [
                    f"line {n}: ')' in ':)' is not understood. Use * for any letters and ? for one, or remove it"
                    for n in range(4, 9)
                ]
                + ["… and 2 more"]
            ),
        ),
        ("a.yml", "- tax\n", f"line 1 is not a category. {WAY}"),
        ("a.yml", "money: [tax\nlaw: [court]\n", f"line 2 is not YAML (expected ',' or ']', but got ':'). {WAY}"),
        ("a.yml", "money: tax\x07\n", f"the file is not YAML. {WAY}"),
        ("a.yml", "[" * 9999, f"the file is not YAML. {WAY}"),
        ("a.yml", "money:\nlaw: [court]\n", "line 1: the category 'money' is empty. Give it a pattern, or remove it"),
        (
            "a.yml",
            "money: &same [tax]\nlaw: *same\n",
            "line 1: 'law' refers to another list (*). Write out its patterns",
        ),
        ("a.yml", "'': [tax]\n", "line 1: 'tax' has no category. Write its name beside it"),
        ("a.json", "{}", "'.json' is not known. Save the lexicon as .csv, .tsv, .dic, .yml or .yaml"),
    ],
)
def test_messages(tmp_path, name, content, reason):
    assert message(tmp_path, name, content) == f"{name}: {reason}"


def test_no_file(tmp_path):
    with pytest.raises(CorpusError) as error:
        load_lexicon(tmp_path / "a.csv")
    assert str(error.value) == "a.csv: there is no such file. Check the path"
    with pytest.raises(CorpusError) as error:
        load_lexicon(tmp_path)
    assert str(error.value) == (
        f"{tmp_path.name}: this cannot be read. Give the path of a file, and check its permissions"
    )


def test_without_pyyaml(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert message(tmp_path, "a.yml", "law: [court]\n") == (
        "a.yml: reading YAML needs PyYAML. Install it: pip install pyyaml"
    )
