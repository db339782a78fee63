"""A store keeps what it is given, once, whatever the order, and stands up to kills, locks and damage."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from small_world import EMPTY, FIRST, JAPAN, NATO, REPORTS, SECOND, THIRD, party

from graphkit.errors import StoreError
from graphkit.knowledge.files import path as shipped
from graphkit.knowledge.ontology import Ontology
from graphkit.store import names, shards, triples
from graphkit.store.store import Added, GraphStore
from graphkit.text import Document

ONTOLOGY = Ontology.load()


def fill(path: Path, reports=REPORTS) -> None:
    with GraphStore.open(path, write=True) as store:
        store.add(reports)


def everything(path: Path) -> list[str]:
    """Return all quads of a store as sorted lines."""
    with GraphStore.open(path) as store:
        return sorted(str(quad) for quad in store.quads())


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    fill(tmp_path / "kg")
    with GraphStore.open(tmp_path / "kg") as store:
        found = list(store.reports())
        assert [article.id for article, _ in found] == ["a3", "a1", "a2", "a4"]
        assert {article.id: article for article, _ in found} == {a.id: a for a, _ in REPORTS}
        for article, statements in REPORTS:
            (again,) = (s for a, s in found if a == article)
            owed = [triples.canonical(statement, ONTOLOGY) for statement in statements]
            assert [(s.relation, s.status, s.evidence) for s in again] == [
                (s.relation, s.status, s.evidence) for s in sorted(owed, key=triples.order)
            ]
        assert len(list(store.statements())) == 10
        assert store.actors()["NATO"].names == NATO.names


def test_documents_are_taken_for_their_articles(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, write=True) as store:
        assert store.add([(Document(FIRST, ()), REPORTS[0][1])]).new == 1
        assert list(store.articles()) == [FIRST]


def test_the_same_again_adds_nothing(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, write=True) as store:
        assert store.add(REPORTS) == Added(new=4, replaced=0, unchanged=0, statements=10)
        before = everything(tmp_path)
        assert store.add(REPORTS[::-1]) == Added(new=0, replaced=0, unchanged=4, statements=0)
    assert len(shards.paths(tmp_path / "shards")) == 1
    assert everything(tmp_path) == before


def test_a_corrected_text_replaces_the_old_one(tmp_path: Path) -> None:
    fill(tmp_path)
    corrected = replace(THIRD, text="Nothing happened.")
    with GraphStore.open(tmp_path, write=True) as store:
        assert not store.has(corrected)
        assert store.add([(corrected, [])]) == Added(new=0, replaced=1, unchanged=0, statements=0)
        assert store.has(corrected)
        assert not store.has(THIRD)
        assert corrected in list(store.articles())
        assert THIRD not in list(store.articles())
        attacks = "ASK { actor:Russia gk:attacks actor:Ukraine }"
        assert store.query(attacks).rows[0][0].value == "false"


def test_statements_of_another_run_replace_the_old_ones(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path, write=True) as store:
        store.add([REPORTS[0]], run="graphkit 1")
        assert store.has(FIRST, run="graphkit 1")
        assert not store.has(FIRST, run="graphkit 2")
        assert store.add([(FIRST, REPORTS[0][1][:1])], run="graphkit 2").replaced == 1
        assert len(list(store.statements())) == 1
        labels = store.query("SELECT ?l { ?r a gk:Run ; rdfs:label ?l ; prov:used ?a }")
        assert [row[0] for row in labels.cells()] == [f"graphkit 2; ontology {ONTOLOGY.version}"]
        assert "Praha" not in str(store.actors())


def test_the_order_of_adding_leaves_no_trace(tmp_path: Path) -> None:
    fill(tmp_path / "whole")
    for number, seed in enumerate((1, 2)):
        reports = random.Random(seed).sample(REPORTS, len(REPORTS))
        path = tmp_path / str(number)
        for report in reports:
            fill(path, [report])
        assert everything(path) == everything(tmp_path / "whole")
        with GraphStore.open(path, write=True) as store:
            store.compact()
        assert everything(path) == everything(tmp_path / "whole")
    kept = [{p.name: p.read_bytes() for p in shards.paths(tmp_path / n / "shards")} for n in ("0", "1")]
    assert list(kept[0].values()) == list(kept[1].values())


def test_no_triple_stands_in_two_graphs_and_none_is_blank(tmp_path: Path) -> None:
    fill(tmp_path)
    with GraphStore.open(tmp_path) as store:
        handle = store._handle()
        bare = [(q.subject, q.predicate, q.object) for q in handle.quads_for_pattern(None, None, None, None)]
        assert len(bare) == len(set(bare)) > 300
        assert not [term for triple in bare for term in triple if str(term).startswith("_:")]


def test_plans_possibilities_and_denials_are_no_plain_triples(tmp_path: Path) -> None:
    fill(tmp_path)
    with GraphStore.open(tmp_path) as store:
        relations = {relation.iri for relation in ONTOLOGY.relations.values()}
        plain = {
            tuple(names.shorten(term.value) for term in (q.subject, q.predicate, q.object))
            for q in store.quads()
            if q.predicate.value in relations
        }
        assert plain == {
            ("actor:NATO", "gk:cooperates_with", "actor:Japan"),
            ("actor:Japan", "gk:cooperates_with", "actor:NATO"),
            ("actor:Jens_Stoltenberg", "gk:represents", "actor:NATO"),
            ("actor:x-5f1c", "gk:capital_of", "actor:Czechia"),
            ("actor:Russia", "gk:accuses", "actor:Ukraine"),
            ("actor:Ukraine", "gk:attacks", "actor:Russia"),
            ("actor:Russia", "gk:attacks", "actor:Ukraine"),
        }
        possible = store.query(
            "SELECT ?r { ?r a gk:Relation ; rdf:predicate gk:aids ; gk:status gk:possible ;"
            " gk:possibleCount 1 ; gk:actualCount 0 }"
        )
        assert len(possible.rows) == 1


def test_relations_are_summed_up(tmp_path: Path) -> None:
    fill(tmp_path)
    with GraphStore.open(tmp_path) as store:
        iri = names.relation("Japan", "cooperates_with", "NATO")
        rows = store.query(f"SELECT ?p ?o {{ <{iri}> ?p ?o }}").cells()
        found: dict[str, set[str]] = {}
        for predicate, value in rows:
            found.setdefault(predicate, set()).add(value)
        assert found == {
            "rdf:type": {"gk:Relation"},
            "rdf:subject": {"actor:Japan"},
            "rdf:predicate": {"gk:cooperates_with"},
            "rdf:object": {"actor:NATO"},
            "gk:status": {"gk:actual", "gk:intended"},
            "gk:mentionCount": {"3"},
            "gk:actualCount": {"1"},
            "gk:intendedCount": {"2"},
            "gk:possibleCount": {"0"},
            "gk:negatedCount": {"0"},
            "gk:claimCount": {"2"},
            "gk:speakerCount": {"1"},
            "gk:articleCount": {"2"},
            "gk:originCount": {"2"},
            "gk:actualOriginCount": {"1"},
            "gk:actualConfidence": {"0.85"},
            "gk:outletCount": {"2"},
            "gk:maxConfidence": {"0.9"},
            "gk:firstReported": {"2024-05-30"},
            "gk:lastReported": {"2024-06"},
            "gk:firstActual": {"2024-05-30"},
            "gk:lastActual": {"2024-05-30"},
        }


def test_stats_count(tmp_path: Path) -> None:
    fill(tmp_path)
    with GraphStore.open(tmp_path) as store:
        size = store.stats()
    assert (size.articles, size.actors, size.statements, size.relations, size.edges) == (4, 7, 10, 7, 7)
    assert size.statuses == {"actual": 6, "intended": 2, "possible": 1, "negated": 1}
    assert (size.languages, size.outlets) == ({"en": 3, "id": 1}, 2)
    assert (size.first, size.last) == ("2024-05-30", "2024-07-01")


def test_only_one_may_write_and_readers_never_wait(tmp_path: Path) -> None:
    fill(tmp_path, REPORTS[:1])
    with GraphStore.open(tmp_path, write=True) as writer:
        writer.add(REPORTS[1:])
        with pytest.raises(StoreError, match=f"process {os.getpid()} is writing to this store"):
            GraphStore.open(tmp_path, write=True)
        writer.stats()  # The writer holds the index now: a reader goes by the shards.
        with GraphStore.open(tmp_path) as reader, GraphStore.open(tmp_path) as other:
            assert reader.stats() == other.stats() == writer.stats()
            with pytest.raises(StoreError, match="open for reading only"):
                reader.add(REPORTS)
    with GraphStore.open(tmp_path) as reader:
        assert reader.stats().articles == 4


def test_a_reader_keeps_what_was_there_and_does_not_stop_a_writer(tmp_path: Path) -> None:
    fill(tmp_path, REPORTS[:1])
    with GraphStore.open(tmp_path) as reader:
        assert len(list(reader.articles())) == 1
        fill(tmp_path, REPORTS[1:])
        assert len(list(reader.articles())) == 1
    with GraphStore.open(tmp_path) as reader:
        assert len(list(reader.articles())) == 4


@pytest.mark.parametrize("harm", ["gone", "mark gone", "mark broken", "index broken", "older version"])
def test_the_index_is_rebuilt_when_in_doubt(tmp_path: Path, harm: str) -> None:
    fill(tmp_path)
    before = everything(tmp_path)
    mark, place = tmp_path / "index.json", tmp_path / "index"
    if harm == "mark gone":
        mark.unlink()
    elif harm == "mark broken":
        mark.write_text("[1, 2")
    elif harm == "older version":
        mark.write_text(json.dumps(json.loads(mark.read_text()) | {"version": "0"}))
    else:
        for file in place.iterdir():
            file.unlink() if harm == "gone" else file.write_bytes(b"\0" * 64)
    if harm == "index broken":
        mark.unlink()
    assert everything(tmp_path) == before


def test_another_ontology_rebuilds_the_index(tmp_path: Path) -> None:
    fill(tmp_path / "kg")
    text = shipped("ontology", "graphkit.ttl").read_text(encoding="utf-8")
    changed = tmp_path / "changed.ttl"
    changed.write_text(text.replace('"cooperates with"@en', '"works with"@en'), encoding="utf-8")
    with GraphStore.open(tmp_path / "kg", ontology=Ontology.load(changed)) as store:
        label = store.query("SELECT ?l { gk:cooperates_with rdfs:label ?l FILTER(LANG(?l) = 'en') }")
        assert list(label.cells()) == [("works with",)]


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere: is no graphkit store"):
        GraphStore.open(tmp_path / "nowhere")
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(StoreError, match="is no graphkit store"):
        GraphStore.open(tmp_path, write=True)
    with pytest.raises(StoreError, match="is no graphkit store"):
        GraphStore.open(tmp_path / "thesis.doc", write=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "store.json").write_text('{"format": "graphkit store", "schema": 99}')
    with pytest.raises(StoreError, match="schema 99, this graphkit reads schema 1") as caught:
        GraphStore.open(tmp_path)
    assert caught.value.hint is not None


@pytest.mark.parametrize("harm", ["cut", "no shard", "no gzip"])
def test_a_damaged_shard_is_named(tmp_path: Path, harm: str) -> None:
    fill(tmp_path)
    (shard,) = shards.paths(tmp_path / "shards")
    content = shard.read_bytes()
    shard.write_bytes({"cut": content[:-20], "no gzip": b"oops"}.get(harm, gzip.compress(b"# other\n")))
    (tmp_path / "index.json").unlink()
    with pytest.raises(StoreError, match=shard.name), GraphStore.open(tmp_path) as store:
        list(store.articles())
    with pytest.raises(StoreError, match=shard.name), GraphStore.open(tmp_path, write=True) as store:
        list(store.articles())


def test_a_failed_batch_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    fill(tmp_path, REPORTS[:1])
    bad = replace(REPORTS[1][1][0], evidence=replace(REPORTS[1][1][0].evidence, end=9999))
    with pytest.raises(StoreError, match="lies outside"), GraphStore.open(tmp_path, write=True) as store:
        store.add([REPORTS[2], (SECOND, [bad])])
    with GraphStore.open(tmp_path) as store:
        assert list(store.articles()) == [FIRST]


def test_a_full_disk_is_one_line_and_leaves_nothing_half(tmp_path: Path, monkeypatch) -> None:
    fill(tmp_path, REPORTS[:1])
    # A real file size limit of the system, in a child of our own.
    code = f"""
        import resource, signal
        from graphkit.store.store import GraphStore
        from graphkit.errors import StoreError
        from graphkit.text import Article
        import random
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = GraphStore.open({str(tmp_path)!r}, write=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        noise = "".join(random.Random(0).choices("abcdefghijklmnopqrstuvwxyz", k=20000))
        try:
            store.add([(Article("big", "en", "", noise), [])])
        except StoreError as error:
            print(error)
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert "cannot be written: File too large" in done.stdout
    assert [p.suffix for p in (tmp_path / "shards").iterdir()] == [".gz"]
    with GraphStore.open(tmp_path) as store:
        assert list(store.articles()) == [FIRST]


def test_a_killed_writer_loses_no_batch_and_locks_nobody_out(tmp_path: Path) -> None:
    code = f"""
        import itertools, sys
        from graphkit.store.store import GraphStore
        from graphkit.text import Article
        with GraphStore.open({str(tmp_path)!r}, write=True) as store:
            for number in itertools.count():
                store.add([(Article(str(number), "en", "", f"Article {{number}}."), [])])
                if number % 7 == 3:
                    store.stats()
                print(number, flush=True)
        """
    for wait in (0.3, 0.35, 0.4, 0.5):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        acknowledged = [first, *child.stdout.readlines()]
        child.wait()
        child.stdout.close()
        with GraphStore.open(tmp_path, write=True) as store:
            kept = {article.id for article in store.articles()}
        assert {line.strip() for line in acknowledged if line.endswith("\n")} <= kept
        assert len(kept) == max(map(int, kept)) + 1


def test_an_empty_store_answers(tmp_path: Path) -> None:
    fill(tmp_path, [])
    with GraphStore.open(tmp_path) as store:
        assert list(store.reports()) == []
        assert store.stats().statements == 0
        assert store.query("ASK { gk:attacks a owl:ObjectProperty }").rows[0][0].value == "true"


def test_actors_that_articles_describe_differently_become_one(tmp_path: Path) -> None:
    other = replace(JAPAN, kind="Group", names=(("en", "Nippon"), ("id", "Jepang")))
    again = [replace(s, source=party(other)) for s in REPORTS[1][1][4:]]
    for folder, reports in {"ab": [REPORTS[0], (SECOND, again)], "ba": [(SECOND, again), REPORTS[0]]}.items():
        for report in reports:
            fill(tmp_path / folder, [report])
        with GraphStore.open(tmp_path / folder) as store:
            merged = store.actors()["Japan"]
        assert merged == replace(
            JAPAN, kind="Group", names=(("en", "Japan"), ("en", "Nippon"), ("id", "Jepang"))
        )


def test_the_shards_alone_are_the_truth(tmp_path: Path) -> None:
    """Any tool that reads N-Quads can load them: nothing is only in the index."""
    fill(tmp_path)
    (shard,) = shards.paths(tmp_path / "shards")
    bare = Store()
    with gzip.open(shard) as file:
        bare.load(file.read(), format=RdfFormat.N_QUADS)
    article = NamedNode(names.article(EMPTY))
    assert [q.object.value for q in bare.quads_for_pattern(article, NamedNode(names.GK + "text"), None)] == [
        EMPTY.text
    ]
