import coverage_kit as ck


def test_lines_by_hand(small):
    table = ck.kwic(small, "broker", width=12).table
    lines = table[["left", "keyword", "right", "article_id"]].to_numpy().tolist()
    assert lines == [
        ["The ", "broker", " came. He", "a1"],
        ["A ", "broker", " is a", "a2"],
        ["broker is a ", "broker", ".", "a2"],
        ["“He is no ", "broker", ",” said Ann", "b1"],
    ]
    assert table["voice"].tolist() == ["own", "own", "own", "attributed"]
    assert table["speaker"].tolist()[3] == "Ann Lee"
    assert table["position"].tolist()[0] == 4 / 30


def test_lines_break_no_line(summit):
    table = ck.kwic(summit, "kim", width=80).table
    assert not table["left"].str.contains("\n").any()
    assert not table["right"].str.contains("\n").any()


def test_evidence_is_in_the_text(summit):
    texts = summit.articles.set_index("article_id")["text"]
    result = ck.kwic(summit, "sanction*")
    for row, line in zip(result.evidence.itertuples(), result.table.itertuples(), strict=True):
        assert texts[row.article_id][row.start : row.end] == line.keyword


def test_nothing_found(small):
    result = ck.kwic(small, "zebra")
    assert len(result.table) == 0
    assert result.notes == ("Not found in the reporting of any article: zebra.",)
    assert result.plot() is not None
    assert len(result.passages()) == 0
