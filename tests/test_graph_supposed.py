"""A town as a scenario supposes it to be: kept while it is asked for, beside the town and never in it."""

import pytest
from test_graph_trial import CHANGE, ENTRY, GRAPH, adds, content, deriver, listing, offer, town  # noqa: F401

from graph import EmbeddedEngine, Patch
from graph.build import fill
from graph.sources import SourceIndex

pytestmark = pytest.mark.usefixtures("small_vocabulary")


def test_a_supposed_town_is_what_the_change_would_make_of_it(town, deriver):  # noqa: F811
    supposed = town.supposed(CHANGE)
    anew = EmbeddedEngine()
    fill(anew, SourceIndex(town.ags, (town.log.state() - CHANGE.removed) | CHANGE.added), deriver, 3)
    assert content(supposed.engine) == content(anew)
    assert supposed.version == town.version == 1


def test_the_town_itself_sees_nothing_of_it(town):  # noqa: F811
    before = content(town.snapshot().engine)
    town.supposed(CHANGE)
    assert content(town.snapshot().engine) == before
    assert (town.log.head, town.verify()) == (1, [])


def test_the_same_supposition_is_built_once(town, deriver):  # noqa: F811
    first = town.supposed(CHANGE)
    deriver.fails = True
    assert town.supposed(Patch.of(CHANGE.removed, CHANGE.added)) is first


def test_another_supposition_or_a_new_version_is_another_store(town):  # noqa: F811
    first = content(town.supposed(CHANGE).engine)
    other = content(town.supposed(adds(*offer(7))).engine)
    assert not {q[:3] for q in offer(7)} & first[GRAPH]
    town.commit(adds(*offer(4)), ENTRY)
    later = content(town.supposed(CHANGE).engine)
    assert {q[:3] for q in offer(4)} <= later[GRAPH]
    assert other[GRAPH] != later[GRAPH]


def test_forgotten_it_leaves_no_trace(town):  # noqa: F811
    before = listing(town.folder)
    town.supposed(CHANGE)
    assert listing(town.folder) != before
    town.forget_supposed()
    assert listing(town.folder) == before


def test_an_error_leaves_nothing_half_made(town, deriver):  # noqa: F811
    before = listing(town.folder)
    deriver.fails = True
    with pytest.raises(Exception, match="nothing can be derived"):
        town.supposed(CHANGE)
    assert listing(town.folder) == before
    deriver.fails = False
    assert {q[:3] for q in offer(3)} <= content(town.supposed(CHANGE).engine)[GRAPH]
