"""A store that is missing, damaged, outdated or tampered with; backups; values that must be taken out."""

import shutil

import pytest
from rdflib import RDFS, Literal
from small_store import (
    AGS,
    ENTRY,
    INTERN,
    OFFER,
    CountingDeriver,
    adds,
    built_anew,
    content,
    graph_of,
    offer,
)

from graph import (
    EmbeddedEngine,
    LogError,
    StoreError,
    TownStore,
)

pytestmark = pytest.mark.usefixtures("small_vocabulary")


@pytest.fixture
def town(tmp_path):
    return TownStore(tmp_path, AGS, CountingDeriver())


def open_again(town):
    return TownStore(town.folder.parent, AGS, CountingDeriver())


def cache_of(town):
    return town.folder / "cache"


DAMAGES = {
    "cache gone": lambda town: shutil.rmtree(cache_of(town)),
    "marker gone": lambda town: (cache_of(town) / "current" / "current.json").unlink(),
    "marker broken": lambda town: (cache_of(town) / "current" / "current.json").write_text("{"),
    "marker of something else": lambda town: (cache_of(town) / "current" / "current.json").write_text(
        '{"a": 1}'
    ),
    "store gone": lambda town: [
        shutil.rmtree(p) for p in (cache_of(town) / "current").iterdir() if p.is_dir()
    ],
    "store broken": lambda town: [p.write_text("x") for p in (cache_of(town) / "current").glob("*/CURRENT")],
    "log is ahead": lambda town: town.log.append(adds(*offer(5)), ENTRY),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_missing_or_damaged_store_is_built_again(town, damage):
    for number in (1, 2):
        town.commit(adds(*offer(number)), ENTRY)
    DAMAGES[damage](town)
    again = open_again(town)
    snapshot = again.snapshot()
    assert snapshot.version == again.log.head == again.version
    assert content(snapshot) == built_anew(again)
    assert again.verify() == []
    again.commit(adds(*offer(9)), ENTRY)
    assert content(again.snapshot()) == built_anew(again)


@pytest.mark.parametrize("what", ["vocabulary_version", "_code"])
def test_another_vocabulary_or_program_builds_again(town, monkeypatch, what):
    town.commit(adds(*offer(1)), ENTRY)
    before = town.snapshot()
    monkeypatch.setattr(f"graph.build.{what}", lambda: "andere")
    deriver = CountingDeriver()
    again = TownStore(town.folder.parent, AGS, deriver)
    assert again.snapshot().path != before.path
    assert (INTERN, None) in deriver.asked


def test_other_rules_or_threshold_build_again(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    first = town.snapshot().path
    other = CountingDeriver()
    other.version = "2"
    second = TownStore(tmp_path, AGS, other).snapshot().path
    third = TownStore(tmp_path, AGS, other, smallest_count=5).snapshot().path
    assert len({first, second, third}) == 3


def test_without_a_deriver_one_can_read_but_not_build(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    bare = TownStore(tmp_path, AGS)
    assert bare.snapshot().version == 1
    with pytest.raises(StoreError, match="nobody derives"):
        bare.commit(adds(*offer(2)), ENTRY)
    assert bare.log.head == 1


def test_a_store_that_was_written_to_by_hand_is_found(town):
    town.commit(adds(*offer(1)), ENTRY)
    with EmbeddedEngine(town.snapshot().path) as engine:
        engine.apply((), offer(7))
    assert any("weicht" in problem for problem in open_again(town).verify())
    town.rebuild()
    assert town.verify() == []


def test_tampered_log_is_reported_and_not_built_from(town):
    town.commit(adds(*offer(1)), ENTRY)
    payload = town.folder / "log" / "000001.rdfp"
    payload.write_text(payload.read_text("utf-8").replace("Angebot", "Ungebot"), "utf-8")
    again = open_again(town)
    assert again.verify()
    with pytest.raises(LogError):
        again.rebuild()


def test_backup_and_restore(town, tmp_path):
    for number in (1, 2):
        town.commit(adds(*offer(number)), ENTRY)
    assert town.backup(tmp_path / "backup") == 2
    with pytest.raises(StoreError, match="not an empty folder"):
        town.backup(tmp_path / "backup")
    other = TownStore(tmp_path / "other", AGS, CountingDeriver())
    assert other.restore(tmp_path / "backup") == 2
    assert content(other.snapshot()) == content(town.snapshot())
    assert other.verify() == []
    other.commit(adds(*offer(3)), ENTRY)
    with pytest.raises(StoreError, match="holds 3 versions"):
        other.restore(tmp_path / "backup")
    assert other.restore(tmp_path / "backup", replace_existing=True) == 2
    assert content(other.snapshot()) == content(town.snapshot())
    assert other.source_quads("a") == {*offer(1), *offer(2)}
    kept = [path for path in other.folder.iterdir() if path.name.startswith("log-ersetzt")]
    assert len(list(kept[0].glob("*.json"))) == 3


def test_a_log_that_another_process_put_in_place_is_noticed(town, tmp_path):
    """As many versions as before, but other ones: their numbers alone do not tell."""
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    town.commit(adds(*offer(2)), ENTRY)
    open_again(town).restore(tmp_path / "backup", replace_existing=True)
    open_again(town).commit(adds(*offer(3)), ENTRY)
    elsewhere = open_again(town)
    assert town.log.version(2).hash == elsewhere.log.version(2).hash
    assert content(town.snapshot()) == content(elsewhere.snapshot())
    assert town.source_quads("a") == {*offer(1), *offer(3)}
    assert town.verify() == []


def test_the_identity_of_a_version_changes_with_what_it_holds(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    town.commit(adds(*offer(2)), ENTRY)
    first, second = (town.log.identity(number) for number in (1, 2))
    town.commit(adds(*offer(3)), ENTRY)
    assert (town.log.identity(1), town.log.identity(2)) == (first, second), "a later version leaves them be"
    open_again(town).restore(tmp_path / "backup", replace_existing=True)
    open_again(town).commit(adds(*offer(2)), ENTRY)
    assert town.log.identity(1) == first
    assert town.log.identity(2) != second
    open_again(town).redact(["Angebot 1"], who="Datenschutz", why="Antrag")
    assert town.log.identity(1) != first, "it holds less than before"


def test_bad_backups_are_refused(town, tmp_path):
    town.commit(adds(*offer(1)), ENTRY)
    town.backup(tmp_path / "backup")
    other = TownStore(tmp_path / "other", AGS, CountingDeriver())
    with pytest.raises(StoreError, match="no backup"):
        other.restore(tmp_path / "nowhere")
    with pytest.raises(StoreError):
        TownStore(tmp_path / "other", "99999002", CountingDeriver()).restore(tmp_path / "backup")
    (tmp_path / "backup" / "000001.rdfp").write_text("TX .\nTC .\n")
    with pytest.raises(StoreError, match="not whole"):
        other.restore(tmp_path / "backup")
    assert (other.log.head, other.version) == (0, 0)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("moved", [False, True])
def test_an_interrupted_restore_is_finished_or_dropped(town, moved):
    town.commit(adds(*offer(1)), ENTRY)
    log, arriving = town.folder / "log", town.folder / "log.neu"
    shutil.copytree(log, arriving)
    if moved:
        log.rename(town.folder / "log-ersetzt-x")
    again = open_again(town)
    assert again.log.head == 1
    assert not arriving.exists()
    assert content(again.snapshot()) == built_anew(again)


def test_redaction_reaches_every_store_and_the_waiting_files(town):
    street = "Kanarienvogelgasse"
    town.commit(adds(*offer(1), (OFFER, RDFS.comment, Literal(f"in der {street} 5"), graph_of("a"))), ENTRY)
    town.commit(adds(*offer(2)), ENTRY)
    town.snapshot(1)
    waiting = town.folder / "staging" / "x"
    waiting.mkdir(parents=True)
    (waiting / "datei").write_text(street)
    version = town.redact([street], who="Datenschutz", why="Schutzadresse")
    assert version.number == town.version == 3
    for path in town.folder.rglob("*"):
        assert not path.is_file() or street.encode() not in path.read_bytes(), path
    for number in (1, 2, 3):
        texts = {str(o) for triples in content(town.snapshot(number)).values() for _, _, o in triples}
        assert not [text for text in texts if street in text]
    assert town.verify() == []
    assert content(town.snapshot()) == built_anew(town)
