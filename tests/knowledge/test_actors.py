"""The actor index: strict tables, longest matches with borders, offices and principals by date."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.errors import ActorError
from graphkit.knowledge.actor_entries import Span
from graphkit.knowledge.actor_names import fold
from graphkit.knowledge.actors import ActorIndex

TABLES = """
["states.toml"]
kinds = ["State"]
capitals = "Place"
["groups.toml"]
kinds = ["ArmedGroup", "Organization"]
["persons.toml"]
kinds = ["Person"]
form = "person"
["offices.toml"]
shape = "offices"
["blocks.toml"]
shape = "blocks"
["places.tsv"]
shape = "places"
kinds = ["Place"]
form = "place"
"""
STATES = """
[Ruritania]
kind = "State"
code = "RUR"
name = { en = "Ruritania", id = "Ruritania" }
alias.en = ["RU", "U.R."]
alias.id = ["Negeri Ruri"]
demonym.en = ["Ruritanian", "Ruritanians"]
metonym.en = ["Strelsau"]
capital = { en = ["Strelsau"], id = ["Strelsaw"] }
ambiguous = { "RU" = "word" }
[Graustark]
kind = "State"
code = "GRK"
name = { en = "Graustark", id = "Graustark" }
"""
GROUPS = """
[Guard]
kind = "Organization"
name = { en = "Royal Guard", id = "Garda Raja" }
principal = "Ruritania"
[Band]
kind = "ArmedGroup"
name = "Red Band"
collective.en = ["Red Band allies"]
principal = [{ of = "Graustark", from = "2020-05-01" }]
kinds = [{ kind = "Organization", until = "1999" }]
member = ["Guard", { of = "Ruritania", from = "2001", until = "2005-06" }]
"""
PERSONS = """
[Rudolf_Elphberg]
name = "Rudolf Elphberg"
short = ["Elphberg"]
office = [
  { office = "king", of = "Ruritania", from = "2001-03-01", until = "2010-07-09" },
  { office = "minister", of = "Graustark", from = "2012" },
]
[Flavia_Elphberg]
name = "Flavia Elphberg"
short = ["Elphberg"]
office = [
  { office = "king", of = "Ruritania", from = "2010-07-09" },
  { office = "minister", of = "Guard", from = "2003" },
]
[Black_Michael]
name = "Black Michael"
office = [{ office = "king", of = "Ruritania", from = "2010-06", until = "2010-07-09", acting = true }]
"""
OFFICES = """
[king]
single = true
name = { en = "king", id = "raja" }
[minister]
name = { en = "foreign minister", id = "menteri luar negeri" }
[army]
organ = true
name = { en = "army", id = "tentara" }
"""
FILES = {
    "tables.toml": TABLES,
    "states.toml": STATES,
    "groups.toml": GROUPS,
    "persons.toml": PERSONS,
    "offices.toml": OFFICES,
    "blocks.toml": 'en = ["Ruritanian blue"]\nid = []\n',
    "places.tsv": "# a comment\nZenda\tRuritania\tZenda\tid:Sénda!word\nMare\t-\tCold Sea\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def index(folder):
    return ActorIndex.load(folder)


def told(index, text, language="en"):
    """Return each hit as (words, form, id)."""
    return [
        (text[hit.start : hit.end], r.form, r.entry.actor.id if r.entry else r.office.id)
        for hit in index.find(text, language)
        for r in hit.readings
    ]


class TestFind:
    def test_longest_match_wins_and_offsets_are_code_points(self, index):
        assert told(index, "Señor, the Royal Guard left Ruritania.") == [
            ("Royal Guard", "body", "Guard"),
            ("Ruritania", "name", "Ruritania"),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "Ruritania's king",
            "Ruritania’s army",
            "anti-Ruritania",
            "Ruritania-led",
            "(Ruritania)",
            "Ruritania.",
        ],
    )
    def test_apostrophes_hyphens_and_marks_are_borders(self, index, text):
        assert ("Ruritania", "name", "Ruritania") in told(index, text)

    @pytest.mark.parametrize(
        "text", ["Ruritaniana", "xRuritania", "Ruritania'ology", "o'Ruritania", "Ruritania.com"]
    )
    def test_part_of_a_longer_word_is_no_match(self, index, text):
        assert told(index, text) == []

    def test_case_counts(self, index):
        assert told(index, "ru and RU and ruritania") == [("RU", "name", "Ruritania")]

    def test_a_small_initial_may_be_a_capital(self, index):
        words = "foreign minister, Foreign minister, Foreign Minister, FOREIGN MINISTER"
        assert [hit[2] for hit in told(index, words)] == ["minister"] * 4
        assert told(index, "fOreign minister") == []

    def test_capitals_are_read_and_shouted_abbreviations_dropped(self, index):
        assert ("RURITANIA", "name", "Ruritania") in told(index, "RURITANIA wins")
        assert told(index, "RU WINS THE GAME") == []
        assert told(index, "the RU said") == [("RU", "name", "Ruritania")]

    def test_a_block_swallows_its_look_alike(self, index):
        assert told(index, "Ruritanian blue") == []
        assert told(index, "Ruritanian blues") == [("Ruritanian", "demonym", "Ruritania")]

    def test_an_abbreviation_with_dots_is_no_part_of_a_longer_one(self, index):
        assert told(index, "the U.R. fleet") == [("U.R.", "name", "Ruritania")]
        assert told(index, "the U.R.S fleet") == []

    def test_names_belong_to_their_language(self, index):
        assert told(index, "Negeri Ruri, Garda Raja", "id") == [
            ("Negeri Ruri", "name", "Ruritania"),
            ("Garda Raja", "body", "Guard"),
        ]
        assert told(index, "Negeri Ruri, Garda Raja") == []
        assert told(index, "Rudolf Elphberg", "id") == [("Rudolf Elphberg", "person", "Rudolf_Elphberg")]

    def test_a_surname_gives_every_bearer(self, index):
        (hit,) = index.find("Elphberg", "en")
        assert [e.actor.id for e in hit.entries] == ["Rudolf_Elphberg", "Flavia_Elphberg"]

    def test_a_capital_is_its_state_and_a_place(self, index):
        (hit,) = index.find("Strelsau", "en")
        assert {r.form for r in hit.readings} == {"metonym", "capital"}
        assert [e.actor.id for e in hit.entries] == ["Ruritania"]
        assert hit.place is not None
        assert (hit.place.actor.id, hit.place.actor.kind, hit.place.state) == (
            "Strelsau",
            "Place",
            "Ruritania",
        )
        (other,) = index.find("Strelsaw", "id")
        assert other.place == hit.place

    def test_offices_and_organs(self, index):
        (hit,) = index.find("the army", "en")
        assert hit.offices[0].organ
        assert hit.entries == ()
        assert hit.place is None

    def test_flags_travel_with_the_reading(self, index):
        assert index.find("RU", "en")[0].readings[0].ambiguous == "word"
        (hit,) = index.find("Senda", "id")
        assert (hit.alias, hit.readings[0].ambiguous) == ("Sénda", "word")

    @given(st.text())
    def test_folding_keeps_every_offset(self, text):
        assert len(fold(text)) == len(text)
        assert fold(fold(text)) == fold(text)


class TestAsking:
    def test_codes_without_case(self, index):
        assert index.by_code("rur") is index.by_id("Ruritania")
        assert index.by_code("Zenda").kind == "Place"
        assert index.by_code("nobody") is None

    @pytest.mark.parametrize(
        ("date", "holder"),
        [
            ("2001-02-28", None),
            ("2005", "Rudolf_Elphberg"),
            ("2010-06-15", "Rudolf_Elphberg"),
            ("2010-07-09", "Flavia_Elphberg"),
            ("2024-01", "Flavia_Elphberg"),
            (None, None),
        ],
    )
    def test_who_held_an_office(self, index, date, holder):
        actor = index.term("king", "Ruritania", date)
        assert (actor and actor.id) == holder

    def test_a_stand_in_counts_where_nobody_else_does(self, tmp_path, folder):
        text = PERSONS.replace(
            'until = "2010-07-09" },\n  { office = "minister", of = "Graustark"',
            'until = "2010-05" },\n  { office = "minister", of = "Graustark"',
        )
        (folder / "persons.toml").write_text(text, encoding="utf-8")
        assert ActorIndex.load(folder).term("king", "Ruritania", "2010-06-15").id == "Black_Michael"

    def test_terms_of_a_person(self, index):
        assert [t.office for t in index.terms_of("Rudolf_Elphberg")] == ["king", "minister"]
        assert [t.office for t in index.terms_of("Rudolf_Elphberg", "2013")] == ["minister"]
        assert index.terms_of("Ruritania", "2013") == ()

    @pytest.mark.parametrize(
        ("actor", "date", "principal"),
        [
            ("Guard", "2019", "Ruritania"),
            ("Guard", None, "Ruritania"),
            ("Band", "2019-01-01", "Band"),
            ("Band", "2021", "Graustark"),
            ("Rudolf_Elphberg", "2005-01-01", "Ruritania"),
            ("Rudolf_Elphberg", "2011-01-01", "Rudolf_Elphberg"),
            ("Rudolf_Elphberg", "2015", "Graustark"),
            ("Rudolf_Elphberg", None, "Rudolf_Elphberg"),
            ("Flavia_Elphberg", None, "Ruritania"),
            ("Flavia_Elphberg", "2004", "Ruritania"),
            ("Ruritania", "2019", "Ruritania"),
        ],
    )
    def test_principals(self, index, actor, date, principal):
        assert index.principal(actor, date).id == principal

    def test_kinds_change_with_time(self, index):
        assert index.kind_of("Band", "1998-01-01") == "Organization"
        assert index.kind_of("Band", "2019") == "ArmedGroup"
        assert index.kind_of("Band") == "ArmedGroup"

    def test_members_by_date(self, index):
        assert [a.id for a in index.members("Band")] == ["Guard", "Ruritania"]
        assert [a.id for a in index.members("Band", "2005-06-30")] == ["Guard", "Ruritania"]
        assert [a.id for a in index.members("Band", "2006")] == ["Guard"]
        assert index.members("nothing") == ()

    def test_places_lead_to_their_state(self, index):
        assert index.state_of("Zenda").id == "Ruritania"
        assert index.state_of("Mare") is None
        assert index.state_of("Ruritania") is None

    def test_an_unknown_actor_is_named(self, index):
        with pytest.raises(ActorError, match="no actor 'Erewhon'"):
            index.principal("Erewhon")

    def test_spans_compare_at_common_precision(self):
        assert Span("2017-01-20", "2021-01-20").holds("2017")
        assert not Span("2017-01-20", None).holds("2017-01-19")
        assert Span(None, "2021").holds("2021-12-31")
        assert Span().holds("1900")


BROKEN = [
    ("states.toml", 'code = "RUR"', 'cod = "RUR"', r"states\.toml: Ruritania: unknown key 'cod'"),
    (
        "states.toml",
        'kind = "State"',
        'kind = "Kingdom"',
        r"states\.toml: Ruritania: kind 'Kingdom' is none of State",
    ),
    ("states.toml", '"RU" = "word"', '"RU" = "odd"', r"Ruritania: ambiguous 'odd' is none of word"),
    (
        "states.toml",
        '"RU" = "word"',
        '"RX" = "word"',
        r"Ruritania: ambiguous names 'RX', which is no name of it",
    ),
    ("states.toml", '"GRK"', '"RUR"', r"states\.toml: Graustark: code 'RUR' is Ruritania's"),
    ("states.toml", '["Strelsau"]\ncap', "[7]\ncap", r"Ruritania: metonym is not a list of strings"),
    ("states.toml", "[Graustark]", '["Grau stark"]', r"Grau stark: the key or its code"),
    (
        "states.toml",
        'name = { en = "Graustark", id = "Graustark" }',
        "name = 3",
        r"Graustark: name is neither",
    ),
    ("states.toml", "[Graustark]", "[[Graustark]]", r"states\.toml: Graustark is not a table"),
    ("states.toml", "[Graustark]", "[Graustark", r"states\.toml: .*line"),
    (
        "groups.toml",
        '"Ruritania"\n[Band',
        '"Atlantis"\n[Band',
        r"groups\.toml: Guard: there is no actor 'Atlantis'",
    ),
    ("groups.toml", '"2020-05-01"', '"May 2020"', r"Band: 'May 2020' is not an ISO 8601 date"),
    (
        "groups.toml",
        'from = "2001", until = "2005-06"',
        'from = "2007", until = "2005-06"',
        r"Band: 2007 is after",
    ),
    ("groups.toml", '"Guard", {', "3, {", r"Band: 3 names no actor"),
    ("groups.toml", "[Guard]", "[Ruritania]", r"groups\.toml: Ruritania is in states\.toml already"),
    (
        "groups.toml",
        '"Red Band"',
        '"Ruritania"',
        r"'Ruritania' is claimed by Band \(groups\.toml\), Ruritania \(states",
    ),
    (
        "groups.toml",
        '"Red Band"',
        '"Zenda"',
        r"'Zenda' is claimed by Band \(groups\.toml\), Ruritania \(places",
    ),
    (
        "persons.toml",
        'office = "king"',
        'office = "queen"',
        r"persons\.toml: Rudolf_Elphberg: there is no office 'queen'",
    ),
    ("persons.toml", 'of = "Graustark", ', "", r"Rudolf_Elphberg: an office needs `office` and `of`"),
    ("offices.toml", "single", "sole", r"offices\.toml: king: unknown key 'sole'"),
    ("blocks.toml", "id = []", "id = [1]", r"blocks\.toml: id is not a list of strings"),
    (
        "places.tsv",
        "\t-\tCold Sea",
        "\tCold Sea",
        r"places\.tsv: line 3: three or four fields expected, found 2",
    ),
    ("places.tsv", "\t-\t", "\tAtlantis\t", r"places\.tsv: Mare: there is no actor 'Atlantis'"),
    (
        "tables.toml",
        'shape = "blocks"',
        'shape = "round"',
        r"tables\.toml: blocks\.toml: shape 'round' is none of",
    ),
    ("tables.toml", '["groups.toml"]', '["bands.toml"]', r"tables\.toml: bands\.toml does not exist"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), BROKEN)
def test_a_slip_is_named_with_file_and_key(folder, file, old, new, message):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ActorError, match=message):
        ActorIndex.load(folder)


def test_a_flag_settles_a_claim(folder):
    text = GROUPS.replace('name = "Red Band"', 'name = "Ruritania"\nambiguous = { "Ruritania" = "context" }')
    (folder / "groups.toml").write_text(text, encoding="utf-8")
    assert len(ActorIndex.load(folder).find("Ruritania", "en")[0].readings) == 2
