import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.aliases import merge_aliases


def shown(*articles, contexts=None):
    """The names to show, each article's in the order of its names."""
    names = [article.split("; ") for article in articles]
    found = merge_aliases(names, contexts=contexts)
    return ["; ".join(found[number][name] for name in article) for number, article in enumerate(names)]


@pytest.mark.parametrize(
    ("form", "full"),
    [
        ("IGOR BELOV", "Igor Belov"),
        ("Mr. Igor Belov", "Igor Belov"),
        ("President Igor Belov", "Igor Belov"),
        ("Igor B. Belov", "Igor Belov"),
        ("Igor Boris Belov", "Igor Belov"),
        ("Igor Belov Jr.", "Igor Belov"),
        ("Belov", "Igor Belov"),
        ("Mr. Belov", "Igor Belov"),
        ("BELOV", "Igor Belov"),
        ("Belov’s", "Igor Belov"),
        ("Belov Thursday", "Igor Belov"),
        ("Senators Igor Belov", "Igor Belov"),
        ("Bob Ruiz", "Robert Ruiz"),
        ("Jose Peña", "José Pena"),
        ("Ana O'Hara", "Ana O’Hara"),
        ("A.J. Ruiz", "AJ Ruiz"),
        ("Ruiz Soto", "Ana Ruiz Soto"),
        ("Peña Nieto", "Enrique Pena Nieto"),
        ("Jerry Ruiz", "Jerrold Ruiz"),
        ("van Voorst", "Ana van Voorst"),
        ("Ri Jong Min", "Ri Jong-min"),
        ("Ri", "Ri Jong-min"),
        ("Sung-min Seo", "Seo Sung-min"),
        ("Park", "Park Sung-min"),
        ("Seo", "Sung-min Seo"),
        ("EFB", "Elm and Fir Bank"),
        ("E.F.B.", "Elm Fir Bank"),
        ("MRW", "the Ministry of River Works"),
        ("MoRW", "MoRW"),
        ("the Elm Bank", "Elm Bank"),
        ("state-run Elm Bank", "Elm Bank"),
        ("Elm bank", "Elm Bank"),
        ("Officials", "officials"),
        ("the senior official", "senior official"),
        ("mayor's", "mayor"),
        ("Will Igor Belov", "Igor Belov"),
        # Neither a given name, nor a role, a place, or what merely ends alike.
        ("Igor", "Igor"),
        ("CEO", "CEO"),
        ("Belova", "Belova"),
        ("officials", "officials"),
        ("spokesman Belov said", "spokesman Belov said"),
    ],
)
def test_forms_of_one_name(form, full):
    others = {"Igor": "Igor Belov", "CEO": "Central Elm Office", "Belova": "Igor Belov"}
    other = others.get(form, full if form != "officials" else "senior officials")
    assert shown(form, other, other) == [full, other, other]


@pytest.mark.parametrize(
    "names",
    [
        "Igor Belov; Ana Belov; Belov",
        "Ana B. Ruiz; Ana C. Ruiz; Ana Ruiz",
        "George H.W. Bush; George Bush",
        "Chris Ruiz; Christine Ruiz; Christopher Ruiz",
        "Elm Fir Bank; Eastern Fir Bureau; EFB",
        "Ri Jong Min; Ri Yong Min; Ri",
        "Lee Jong-su; Lee",
        "Larch Bank; Bank",
        "Iran; Ana Iran",
        "Russians; Orthodox Russians",
        "Stephen Ruiz; Steven Ruiz",
        "RGA; R-Ga.",
        "he and Igor Belov; Igor Belov",
        "of Larchia; Larchia",
        "Belov; Belovs",
        "state-run agency; agency",
        "Guy Belov; Igor Belov",
        "Ana Ruiz and Igor Belov; Igor Belov",
    ],
)
def test_names_that_stay_as_they_are(names):
    assert shown(*names.split("; ")) == names.split("; ")


def test_a_last_name_is_looked_for_in_the_article_then_the_context_then_everywhere():
    articles = ["Ana Ruiz; Ruiz", "Eva Ruiz", "Ruiz", "Ana Ruiz", "Ruiz", "Ruiz", "Igor Belov; Ida Belov", "Belov"]
    contexts = ["port", "port", "port", "bank", "bank", None, None, "bank"]
    assert shown(*articles, contexts=contexts) == [
        *("Ana Ruiz; Ana Ruiz", "Eva Ruiz", "Ruiz", "Ana Ruiz", "Ana Ruiz", "Ruiz"),
        *("Igor Belov; Ida Belov", "Belov"),
    ]
    assert shown("Ana Ruiz", "Eva Lind", "Ruiz", contexts=[None, "port", "port"])[2] == "Ruiz"
    assert shown("Ana Ruiz", "Ana Ruiz", "Ruiz", contexts=[None, None, "port"])[2] == "Ana Ruiz"


def test_a_given_name_that_is_a_last_name_too_is_looked_for_nearby_only():
    assert shown("Ana Ryan", "Ryan") == ["Ana Ryan", "Ryan"]
    assert shown("Ana Ryan", "Ryan", contexts=["port", "port"]) == ["Ana Ryan", "Ana Ryan"]


def test_who_needs_no_introduction_goes_before_others_of_that_name():
    assert shown("Angela Merkel; Ida Merkel", "Merkel") == ["Angela Merkel; Ida Merkel", "Angela Merkel"]
    assert shown("Kim Jong Un; Kim Hyun Hee", "Kim")[1] == "Kim Jong Un"
    # Another one alone is not meant by it.
    assert shown("Ida Merkel", "Merkel") == ["Ida Merkel", "Merkel"]
    assert shown("Ida Merkel", "Merkel", "Angela Merkel", contexts=["port", "port", None])[1] == "Merkel"


def test_who_is_named_in_one_article_only_takes_no_short_name_from_afar():
    assert shown("Igor Belov; Igor Belov", "Belov")[1] == "Belov"
    assert shown("Igor Belov", "Igor Belov", "Belov")[2] == "Igor Belov"
    assert shown("Elm Fir Bank", "EFB")[1] == "EFB"
    assert shown("Elm Fir Bank", "Elm Fir Bank", "EFB")[2] == "Elm Fir Bank"


def test_an_acronym_that_is_known_stands_for_no_actor_of_another_kind():
    regiments = ["National Police Regiment"] * 2
    assert shown(*regiments, "NPR") == [*regiments, "NPR"]
    assert shown("National Police Regiment; NPR") == ["; ".join(regiments)]
    assert shown("Federal Trade Court", "FTC", contexts=["port", "port"])[1] == "FTC"
    assert shown("Federal Trade Commission", "FTC")[1] == "Federal Trade Commission"


def test_nicknames_of_a_frequent_last_name_need_a_common_context():
    names = ["Mike Ruiz", "Michael Ruiz", "Eva Ruiz"]
    assert shown(*names) == names
    assert shown(*names, contexts=["port", "port", None]) == ["Michael Ruiz", "Michael Ruiz", "Eva Ruiz"]


def test_the_form_used_most_is_shown_but_no_title_and_no_last_name():
    assert shown("Kim Jong-un", "Kim Jong Un", "Kim Jong-un")[1] == "Kim Jong-un"
    assert shown("Mr. Igor Belov; Mr. Igor Belov", "Igor Belov; Belov; Belov; Belov") == [
        *("Igor Belov; Igor Belov", "Igor Belov; Igor Belov; Igor Belov; Igor Belov"),
    ]
    assert merge_aliases([["Mr. Belov"], []]) == [{"Mr. Belov": "Mr. Belov"}, {}]
    assert merge_aliases([]) == []


def test_as_many_contexts_as_articles():
    message = "contexts: 1 for 2 articles. Give one for each article, or None."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        merge_aliases([["Belov"], []], contexts=["port"])


WORDS = [
    "Ana",
    "Eva",
    "Bob",
    "Robert",
    "B.",
    "Ruiz",
    "Soto",
    "RUIZ",
    "Kim",
    "Jong-un",
    "Jong",
    "Un",
    "Merkel",
    "Angela",
]
WORDS += ["the", "Elm", "Bank", "EB", "E.B.", "official", "Jr.", "Mr.", "de", "and", "Boris", "King", "Park", "-", "’s"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
ARTICLES = st.lists(st.tuples(st.lists(NAMES, max_size=4), st.sampled_from(["port", "bank", None])), max_size=7)


@given(ARTICLES, st.randoms(use_true_random=False))
def test_a_result_is_stable_and_does_not_depend_on_the_order(articles, random_order):
    names, contexts = [found for found, _ in articles], [context for _, context in articles]
    result = merge_aliases(names, contexts=contexts)
    assert [set(table) for table in result] == [set(found) for found in names]
    assert {full for table in result for full in table.values()} <= {name for found in names for name in found}

    renamed = [[table[name] for name in found] for table, found in zip(result, names, strict=True)]
    again = merge_aliases(renamed, contexts=contexts)
    assert all(name == full for table in again for name, full in table.items())

    order = list(range(len(names)))
    random_order.shuffle(order)
    shuffled = merge_aliases([names[number][::-1] for number in order], contexts=[contexts[number] for number in order])
    assert shuffled == [result[number] for number in order]


@given(st.lists(st.lists(st.text(max_size=12), max_size=3), max_size=4))
def test_any_text_is_a_name(names):
    assert [set(table) for table in merge_aliases(names)] == [set(found) for found in names]


def test_hostile_names_end():
    rng = random.Random(1)
    long = [" ".join(rng.choices(["Ana", "Ruiz", "B.", "de"], k=2000)), "A." * 5000, "-" * 5000, "Ana " * 5000]
    chains = [" ".join(["Ana", *["Ruiz"] * number]) for number in range(1, 200)]
    table = merge_aliases([long, chains, [f"Ana Ruiz{number}" for number in range(5000)]])
    assert table[2]["Ana Ruiz7"] == "Ana Ruiz7"
