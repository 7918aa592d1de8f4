"""Which statement counts for a cell, a town, a pillar."""

from datetime import date

import pytest
from rdflib import URIRef

from ontology.namespaces import namespace
from ontology.terms import CL, SOZ
from queries.declarations import LISTED, Statement, best
from queries.errors import SettingsError
from queries.settings import Thresholds, shift_months
from queries.verdict import Survey

SA, ES = namespace("sa"), namespace("es")
ALL = frozenset(map(URIRef, ("urn:1", "urn:2", "urn:3")))
ONE = frozenset({URIRef("urn:1")})


def statement(name: str, survey: Survey, as_of: str, needs=ALL, groups=ALL, areas=ALL, **limits) -> Statement:
    return Statement(
        iri=URIRef(f"urn:{name}"), aspects=frozenset({LISTED}), result=ES["ES-1"], survey=survey,
        as_of=date.fromisoformat(as_of), is_fresh=True, declared_by=None, response_rate=None,
        limits={SOZ[k]: frozenset({v}) for k, v in limits.items()}, scope=(needs, groups, areas),
    )  # fmt: skip


CASES = [
    # the best of several counts …
    ([("a", Survey.PARTLY, "2026-01-01", {}), ("b", Survey.COMPLETE, "2026-01-01", {})], "b"),
    # … the newer of equals …
    ([("a", Survey.COMPLETE, "2026-01-01", {}), ("b", Survey.COMPLETE, "2026-02-01", {})], "b"),
    # … but a newer one on the same slice replaces, for better or worse …
    ([("a", Survey.COMPLETE, "2026-01-01", {}), ("b", Survey.PARTLY, "2026-02-01", {})], "b"),
    ([("a", Survey.PARTLY, "2026-01-01", {}), ("b", Survey.COMPLETE, "2026-02-01", {})], "b"),
    # … so does one on a narrower slice that still holds the cell …
    ([("a", Survey.COMPLETE, "2026-01-01", {}), ("b", Survey.PARTLY, "2026-02-01", {"needs": ONE})], "b"),
    # … while one on a wider slice leaves the thorough one standing
    ([("a", Survey.COMPLETE, "2026-01-01", {"needs": ONE}), ("b", Survey.PARTLY, "2026-02-01", {})], "a"),
    (
        [
            ("a", Survey.COMPLETE, "2026-01-01", {"groups": ONE}),
            ("b", Survey.NOT, "2026-02-01", {"areas": ONE}),
        ],
        "a",
    ),
    # pillars narrow a slice
    (
        [
            ("a", Survey.COMPLETE, "2026-01-01", {}),
            ("b", Survey.PARTLY, "2026-02-01", {"pillar": SA["SA-08"]}),
        ],
        "b",
    ),
    (
        [
            ("a", Survey.COMPLETE, "2026-01-01", {"pillar": SA["SA-08"]}),
            ("b", Survey.PARTLY, "2026-02-01", {}),
        ],
        "a",
    ),
]


@pytest.mark.parametrize(("given", "counts"), CASES)
def test_the_statement_that_counts(given, counts):
    statements = [statement(name, survey, day, **more) for name, survey, day, more in given]
    assert best(statements).iri == URIRef(f"urn:{counts}")
    assert best(reversed(statements)).iri == URIRef(f"urn:{counts}")


def test_without_statements_none_counts():
    assert best([]) is None


def test_months_are_counted_by_the_calendar():
    assert shift_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert shift_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert shift_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert shift_months(date(2026, 11, 24), 24) == date(2028, 11, 24)
    assert shift_months(date(9999, 6, 1), 12) == date.max


def test_the_shipped_thresholds_are_those_agreed():
    t = Thresholds.load()
    assert (t.fresh_months, t.ends_within_months, t.smallest_number) == (24, 12, 3)
    assert {"80 %", "50 %", "12"} < {value.de for _, value in t.shown()}
    assert {"80%", "50%", "12"} < {value.en for _, value in t.shown()}
    assert all(words.de and words.en and value for words, value in t.shown())
    assert len(t.shown()) == len(Thresholds.__slots__)


SHIPPED = """
[a]
fresh_months = 24
ends_within_months = 12
thin_providers = 1
smallest_number = 3
outdated_months = 12
stale_months = 24
capacity_known = 0.8
secured_share = 0.5
rounding = 0.01
walking_pace = 80
detour = 0.30
far_minutes = 20
effect_months = 24
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fresh_months = 24", "", "missing or unknown: fresh_months"),
        ("fresh_months = 24", "fresh_months = 24\nodd = 1", "missing or unknown: odd"),
        (
            "fresh_months = 24",
            "fresh_months = 1.5",
            "fresh_months: '1.5' cannot be used; expected a whole number",
        ),
        ("fresh_months = 24", "fresh_months = -1", "cannot be used"),
        ("secured_share = 0.5", "secured_share = 50.0", "expected a share from 0 to 1"),
    ],
)
def test_a_broken_settings_file_is_refused(before, after, message):
    Thresholds.read(SHIPPED)
    with pytest.raises(SettingsError, match=message):
        Thresholds.read(SHIPPED.replace(before, after))


def test_every_survey_result_of_the_vocabulary_is_understood():
    from ontology.vocabulary import concepts
    from queries.declarations import SURVEYS

    assert set(concepts("completeness-status")) | {CL["erhebung-fehlanzeige"]} == set(SURVEYS)
