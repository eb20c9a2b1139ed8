from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.text.attribution import find_attributions

NEWS_LIKE = st.lists(
    st.sampled_from(
        [
            *("Ana Ruiz", "he", "said", "told", "reporters", "that", "according to", "adding", "is believed to", "and"),
            *('"', "“", "”", "''", ",", ".", "?", ":", ";", "—", "(", ")", "\n", "\n\n", "the", "dam", "who", "asked"),
            *(
                "reportedly",
                "seems",
                "on Monday",
                "was",
                "but",
                "in a statement",
                "’s",
                "to",
                "say",
                "deny",
                "北",
                "\u2028",
            ),
        ]
    ),
    max_size=60,
).map(" ".join)


def read(text):
    """Return source, cue, content and form of every attribution as text."""
    return [
        (
            *(" | ".join(text[start:end] for start, end in spans) for spans in attribution[:3]),
            attribution.form,
        )
        for attribution in find_attributions(text)
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "form"),
    [
        ("Ms. Oduya said that the bridge was safe.", "Ms. Oduya", "said", "that the bridge was safe", "indirect"),
        ("The bridge was safe, Ms. Oduya said.", "Ms. Oduya", "said", "The bridge was safe", "indirect"),
        ('"It is safe," Ms. Oduya said.', "Ms. Oduya", "said", '"It is safe,"', "direct"),
        ("“It is safe,” said Ms. Oduya.", "Ms. Oduya", "said", "“It is safe,”", "direct"),
        ("''It is safe,'' said Ms. Oduya.", "Ms. Oduya", "said", "''It is safe,''", "direct"),
        ("``It is safe,'' said Ms. Oduya.", "Ms. Oduya", "said", "``It is safe,''", "direct"),
        ('"Is it safe?" she asked.', "she", "asked", '"Is it safe?"', "direct"),
        ("“Is it safe?” Ito asked.", "Ito", "asked", "“Is it safe?”", "direct"),
        (
            'The bridge is "safe enough" for lorries and buses, Ms. Oduya said.',
            "Ms. Oduya",
            "said",
            'The bridge is "safe enough" for lorries and buses',
            "mixed",
        ),
        ("On Monday, Ms. Oduya said it was safe.", "Ms. Oduya", "said", "it was safe", "indirect"),
        ("In Lima, officials said it was safe.", "officials", "said", "it was safe", "indirect"),
        (
            "According to the sources, the train left at noon.",
            "the sources",
            "According to",
            "the train left at noon",
            "indirect",
        ),
        (
            "The train left at noon, according to police.",
            "police",
            "according to",
            "The train left at noon",
            "indirect",
        ),
        ("Ms. Oduya told reporters on Monday that it was safe.", "Ms. Oduya", "told", "that it was safe", "indirect"),
        ("She told him it was safe.", "She", "told", "it was safe", "indirect"),
        (
            "Igor Belov, a professor at Lima, said it was safe.",
            "Igor Belov, a professor at Lima",
            "said",
            "it was safe",
            "indirect",
        ),
        (
            '"It is safe," said Igor Belov, a professor at Lima.',
            "Igor Belov, a professor at Lima",
            "said",
            '"It is safe,"',
            "direct",
        ),
        ("Others, however, say it is unsafe.", "Others", "say", "it is unsafe", "indirect"),
        ("The ministry denied the report.", "The ministry", "denied", "the report", "indirect"),
        ("The bridge is believed to be safe.", "", "believed", "The bridge | to be safe", "indirect"),
        ("Ms. Oduya declined to comment.", "Ms. Oduya", "declined", "to comment", "indirect"),
        ("Belov: “We are ready.”", "Belov", ":", "“We are ready.”", "direct"),
        ("News from Lima - Ana Ruiz: “We are ready.”", "Ana Ruiz", ":", "“We are ready.”", "direct"),
        ("“We are ready,” Belov huffed.", "Belov", "huffed", "“We are ready,”", "direct"),
        ("“We are ready,” Belov trilled.", "Belov", "trilled", "“We are ready,”", "direct"),
        ("“We are ready.” Belov said.", "Belov", "said", "“We are ready.”", "direct"),
        ("“It is safe,” Ms. Daly said twice.", "Ms. Daly", "said", "“It is safe,”", "direct"),
        (
            "“It is safe,” Ana Ruiz, 67, a retired clerk in Lima, Ohio, said by telephone.",
            "Ana Ruiz, 67, a retired clerk in Lima, Ohio",
            "said",
            "“It is safe,”",
            "direct",
        ),
        ("It is safe, that country’s press said.", "that country’s press", "said", "It is safe", "indirect"),
        (
            "Ms. Oduya called it “safe” while others waited.",
            "Ms. Oduya",
            "called",
            "it “safe”",
            "mixed",
        ),
        (
            "Ms. Oduya said it was safe, two days after it broke.",
            "Ms. Oduya",
            "said",
            "it was safe",
            "indirect",
        ),
        (
            "Ms. Oduya said it was safe; nobody came.",
            "Ms. Oduya",
            "said",
            "it was safe",
            "indirect",
        ),
        ("Residents here say it is unsafe.", "Residents", "say", "it is unsafe", "indirect"),
        (
            "The dam, when it came, was late, figures show.",
            "figures",
            "show",
            "The dam, when it came, was late",
            "indirect",
        ),
        (
            "The firm criticised the plan.",
            "The firm",
            "criticised",
            "the plan",
            "indirect",
        ),
    ],
)
def test_one_statement(text, source, cue, content, form):
    assert read(text) == [(source, cue, content, form)]


def test_the_country_name_with_stops_does_not_cut_a_statement():
    content = "By going there, the ruler is trying to show the U.S. that he is not isolated"
    text = f"{content}, said Igor Belov, an expert at the University of Lima."
    assert read(text) == [("Igor Belov, an expert at the University of Lima", "said", content, "indirect")]


def test_a_quotation_around_its_cue_has_two_parts():
    assert read('"It is safe," Ms. Oduya said, "and it will stay so."') == [
        ("Ms. Oduya", "said", '"It is safe," | "and it will stay so."', "direct")
    ]


def test_quoted_sentences_belong_to_the_statement_before_them():
    assert read("“It is safe,” Ms. Oduya said. “It was always safe.”") == [
        ("Ms. Oduya", "said", "“It is safe,” | “It was always safe.”", "direct")
    ]


def test_quoted_sentences_belong_to_the_statement_after_them_at_the_start_of_a_paragraph():
    assert read("Nobody came.\n“It was dark. It rained,” Ms. Oduya said.") == [
        ("Ms. Oduya", "said", "“It was dark. | It rained,”", "direct")
    ]


def test_a_quotation_goes_on_over_paragraphs():
    assert read("“It is safe,” Ms. Oduya said. “We tested it.\n“We will test it again.”\nNobody came.") == [
        ("Ms. Oduya", "said", "“It is safe,” | “We tested it. | “We will test it again.”", "direct")
    ]


def test_a_cue_with_a_colon_takes_the_quotation_of_the_next_paragraph():
    assert read("Ms. Oduya wrote:\n“It is safe.”") == [("Ms. Oduya", "wrote", "“It is safe.”", "direct")]


def test_a_participle_has_the_source_of_the_statement_before_it():
    assert read("Ms. Oduya said it was safe, adding that tests were done.") == [
        ("Ms. Oduya", "said", "it was safe", "indirect"),
        ("Ms. Oduya", "adding", "that tests were done", "indirect"),
    ]


def test_a_participle_without_a_statement_before_it_has_the_subject_of_the_sentence():
    assert read("Ms. Oduya left early, saying that she was tired.") == [
        ("Ms. Oduya", "saying", "that she was tired", "indirect")
    ]


def test_two_statements_in_a_sentence():
    assert read("Ms. Oduya said it was safe, but Belov said it was not.") == [
        ("Ms. Oduya", "said", "it was safe", "indirect"),
        ("Belov", "said", "it was not", "indirect"),
    ]


def test_the_statement_that_closes_the_sentence_holds_the_one_inside():
    text = "Ms. Oduya believes the bridge is safe, Belov said."
    assert read(text) == [
        ("Belov", "said", "Ms. Oduya believes the bridge is safe", "indirect"),
        ("Ms. Oduya", "believes", "the bridge is safe", "indirect"),
    ]
    assert [found.depth for found in find_attributions(text)] == [0, 1]


def test_a_statement_inside_a_sentence_holds_what_stands_before_it():
    assert read("In Lima he had lost a bet, she said; the next one was safe.") == [
        ("she", "said", "In Lima he had lost a bet | the next one was safe", "indirect")
    ]


def test_speech_inside_speech_ends_where_the_outer_one_goes_on():
    assert read("Ms. Oduya said that Belov had asked for rain and that it came.") == [
        ("Ms. Oduya", "said", "that Belov had asked for rain and that it came", "indirect"),
        ("Belov", "asked for", "rain", "indirect"),
    ]


def test_what_a_quoted_speaker_attributes_in_turn_is_found_if_asked_for():
    text = "“I think it is safe,” Ms. Oduya said. “He told me to wait.”"
    assert read(text) == [("Ms. Oduya", "said", "“I think it is safe,” | “He told me to wait.”", "direct")]
    found = find_attributions(text, in_quotations=True)
    inner = [(text[slice(*a.source_spans[0])], text[slice(*a.content_spans[0])]) for a in found if a.depth]
    assert inner == [("I", "it is safe"), ("He", "to wait")]


def test_quoted_words_count_once():
    text = "Ms. Oduya said that Belov had called it “safe.”"
    assert read(text) == [("Ms. Oduya", "said", "that Belov had called it “safe.”", "mixed")]
    assert len(find_attributions(text, in_quotations=True)) == 2


def test_a_second_verb_after_a_relative_clause_has_the_same_source():
    assert read("Ana Ruiz, who insisted that it rained, said it was safe.") == [
        ("Ana Ruiz, who", "insisted", "that it rained", "indirect"),
        ("Ana Ruiz", "said", "it was safe", "indirect"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The two states maintained close ties.",
        "The bank continued courting farmers.",
        "The bank sought to lend more.",
        "The dam is expected to hold.",
        "It seems to rain.",
        "The TV show ended at noon.",
        "The plan was backed by farmers.",
        "His claims were long and dull.",
        "The train left at noon.",
        "“Broker” is a word.",
        "",
        " \n ",
        "said",
        ":",
        '"',
        "according to",
        "According to.",
    ],
)
def test_no_statement(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ['She said "it is safe.', 'It is "safe" and "sound, she said.', '"""', '" she said "', "”“"]
)
def test_unpaired_quotation_marks_are_no_problem(text):
    assert isinstance(find_attributions(text), list)


def check(text):
    for attribution in find_attributions(text):
        assert attribution.form in ("direct", "mixed", "indirect")
        assert attribution.cue_spans
        assert attribution.content_spans
        for spans in attribution[:3]:
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(text[start:end].strip() for start, end in spans)


@given(st.text() | NEWS_LIKE)
@settings(max_examples=300)
def test_any_text_gives_valid_spans(text):
    check(text)


@given(NEWS_LIKE)
def test_contents_do_not_overlap_unless_one_lies_inside_another(text):
    found = find_attributions(text)
    by_depth = [sorted(span for a in found if a.depth == depth for span in a.content_spans) for depth in range(4)]
    for spans in by_depth:
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for outer, inner in pairwise(by_depth):
        assert all(any(first <= start and end <= last for first, last in outer) for start, end in inner)


@given(NEWS_LIKE)
def test_attributions_come_in_text_order(text):
    first = [min(found.cue_spans + found.content_spans) for found in find_attributions(text)]
    assert first == sorted(first)


@pytest.mark.parametrize(
    "unit",
    [
        *('"', "(", ")", "A", "Ana ", "said ", '" said ', "“", "''", ", ", "and said ", "adding ", "however, "),
        *('"I," he said. ', '"I." ', "said. ", "who said, ", "asked about ", "— ", "Ito: ", "…", "according to "),
        *(
            "“he said ",
            "“I.” ",
            "“I. ",
            "“I.”\\n",
            "“I.”\\n- Ana\\n",
            "On Monday, ",
            "AAAA",
            "A B C ",
            "[",
            "'''",
            "\\n",
        ),
    ],
)
def test_a_long_monotonous_paragraph_is_read_to_its_end(unit):
    check(unit * (200_000 // len(unit)))


def test_one_quotation_has_one_speaker_even_after_another_statement():
    assert read("Ms. Oduya said that it was safe. “It held in May. It will hold again,” Belov said.") == [
        ("Ms. Oduya", "said", "that it was safe", "indirect"),
        ("Belov", "said", "“It held in May. | It will hold again,”", "direct"),
    ]


def test_a_quotation_after_an_action_of_speech_belongs_to_it():
    assert read("Ms. Oduya praised the clerks. “They held the dam.”") == [
        ("Ms. Oduya", "praised", "the clerks | “They held the dam.”", "mixed")
    ]


def test_a_cue_that_closes_its_sentence_takes_the_quotation_after_it():
    assert read("Ms. Oduya agreed. “It is safe.”") == [("Ms. Oduya", "agreed", "“It is safe.”", "direct")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ms. Oduya wagged a finger: “It is not safe.”", "Ms. Oduya"),
        ("The sign at the gate was plain: “It is not safe.”", "The sign at the gate"),
        ("More from Ms. Oduya: “It is not safe.”", "Ms. Oduya"),
    ],
)
def test_a_colon_leads_to_a_quotation_without_a_cue(text, source):
    assert read(text) == [(source, ":", "“It is not safe.”", "direct")]


@pytest.mark.parametrize("dash", ["—", "-", "– "])
def test_a_signature_below_a_quotation(dash):
    text = f"It rained.\n“We are done.”\n{dash} Ana Ruiz, a judge.\nShe left."
    assert [found[0] for found in read(text)] == ["Ana Ruiz, a judge"]
    assert read(text)[0][2:] == ("“We are done.”", "direct")


def test_a_dash_below_no_quotation_is_no_signature():
    assert read("It rained.\n— Ana Ruiz") == []
    assert read("Ms. Oduya said no.\n“Not now.”\n— Ana Ruiz")[0][0] == "Ms. Oduya"


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“It is safe,” Ms. Oduya urged.", "Ms. Oduya", "“It is safe,”"),
        ("“Is it safe?” mocked Ms. Oduya.", "Ms. Oduya", "“Is it safe?”"),
        ("“It is,” mocked Ms. Oduya. “Safe.”", "Ms. Oduya", "“It is,” | “Safe.”"),
    ],
)
def test_any_verb_may_follow_a_quotation(text, source, content):
    assert [(found[0], found[2]) for found in read(text)] == [(source, content)]


def test_a_long_tag_after_a_question():
    assert read("“Is it safe?” Ms. Oduya asked, looking at the new dam and the road below it.")[0] == (
        "Ms. Oduya",
        "asked",
        "“Is it safe?”",
        "direct",
    )


@pytest.mark.parametrize(
    ("fronted", "subject"),
    [
        ("Hours later, Ms. Oduya", "Ms. Oduya"),
        ("On Monday, even as it rained, Ms. Oduya", "Ms. Oduya"),
        ("Speaking at a rally in Salem, Ohio, Ms. Oduya", "Ms. Oduya"),
        ("Then she", "she"),
        ("Outside the hall, about 200 farmers", "about 200 farmers"),
    ],
)
def test_a_participle_has_the_subject_after_what_is_fronted(fronted, subject):
    assert read(f"{fronted} left the hall, saying it was safe.") == [(subject, "saying", "it was safe", "indirect")]


def test_according_to_may_stand_after_what_is_fronted():
    assert read("By May, according to Ms. Oduya, the dam was dry.") == [
        ("Ms. Oduya", "according to", "By May | the dam was dry", "indirect")
    ]


def test_according_to_takes_a_statement_that_ends_in_a_quotation():
    found = read("She compared the talks to a “root canal,” according to Belov's memoir.")
    assert found[0] == ("Belov's memoir", "according to", "She compared the talks to a “root canal,”", "mixed")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ms. Oduya called it “safe,” in an interview on Monday.", "it “safe,”"),
        ("Ms. Oduya, whom they called “cautious,” left.", "“cautious,”"),
        ("Ms. Oduya, a clerk, calls it “safe.”", "it “safe.”"),
        ("Ms. Oduya called it “safe” and left.", "it “safe”"),
        ("When Ms. Oduya yelled “Stop!” at the driver, he left.", "“Stop!”"),
    ],
)
def test_the_content_ends_where_the_reporter_goes_on(text, content):
    assert [found[2] for found in read(text)] == [content]


def test_a_question_may_hold_a_quotation():
    assert read("Asked whether it was “safe,” Ms. Oduya left.") == [("", "Asked", "whether it was “safe,”", "mixed")]


def test_three_apostrophes_are_one_quotation_mark():
    assert read("'''It is safe,''' said Ms. Oduya.")[0][:2] == ("Ms. Oduya", "said")


def test_a_word_may_stand_inside_a_cue():
    assert read("Ms. Oduya spoke only of rain.") == [("Ms. Oduya", "spoke only of", "rain", "indirect")]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The dam, in her view, was safe.", "her", "The dam | was safe"),
        ("The dam was safe, in Ms. Oduya's view.", "Ms. Oduya's", "The dam was safe"),
        ("In Belov's opinion, the dam was safe.", "Belov's", "the dam was safe"),
    ],
)
def test_an_aside_tells_whose_view_it_is(text, source, content):
    assert [(found[0], found[2]) for found in read(text)] == [(source, content)]


def test_the_dam_in_her_view_of_it_is_no_aside():
    assert read("The dam in her view of the lake held.") == []


def test_a_proposal_with_that_holds_a_whole_clause():
    assert read("Ms. Oduya proposed that farmers stop while clerks go on.")[0][2] == (
        "that farmers stop while clerks go on"
    )


def test_a_statement_may_begin_before_according_to_and_end_after_it():
    assert read("Mr. Belov, according to the agency, accepted an invitation.") == [
        ("the agency", "according to", "Mr. Belov | accepted an invitation", "indirect")
    ]


def test_a_refusal_after_a_statement_is_none_of_it():
    found = read("The dam will stay shut, the clerk added, but declined to say who had ordered it.")
    assert found[0] == ("the clerk", "added", "The dam will stay shut", "indirect")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Ruiz said it was a “sham” in her view, which led to a row.", "it was a “sham” in her view"),
        ("Ruiz insists the dam is safe, and has walked over it since.", "the dam is safe"),
        ("She listed a time, a place and a reason.", "a time, a place and a reason"),
        ("Officials estimated close to 1,000 were at work.", "close to 1,000 were at work"),
    ],
)
def test_what_follows_a_comma_may_belong_to_the_content_or_not(text, content):
    assert [found[2] for found in read(text)] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "They met at a shop called Ruiz.",
        "She knows how to mend a dam.",
        "The firm announced no date.",
        "He called me from the bus.",
        "The dam would in the said hold.",
    ],
)
def test_what_only_looks_like_a_statement(text):
    assert read(text) == []
