"""The rules derive the same from the story on another engine: Virtuoso, a real server on a loopback port."""

from pathlib import Path

import pytest

from claimgraph.asking.endpoint import fetch_answer
from claimgraph.namespaces import TABLES
from claimgraph.relations.rule import read_rules, read_tables
from claimgraph.store import Store
from claimgraph.workspace import Workspace
from tests import engines

GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"


def lines(triples: bytes) -> set[bytes]:
    """Return the triples of N-Triples, whose IRIs and plain strings both engines write alike."""
    return {b" ".join(line.split()) for line in triples.splitlines() if line.strip() and not line.startswith(b"#")}


@pytest.mark.skipif(engines.virtuoso_command() is None, reason="there is no command virtuoso-t")
def test_virtuoso_derives_the_same_from_the_story(story: Workspace, tmp_path: Path) -> None:
    store = Store.from_sources(story.sources())
    with engines.virtuoso(tmp_path) as server:
        server.fill({graph: store.serialize(GRAPH % graph, "ntriples") for graph in sorted(store.graphs())})
        for table in read_tables():
            there = lines(fetch_answer(server.query, table, "ntriples"))
            assert {one.split()[0] for one in there} == {
                one.split()[0] for one in lines(store.serialize(table, "ntriples"))
            }
            store.construct_into(store, table, TABLES)
            server.fill({TABLES: store.serialize(GRAPH % TABLES, "ntriples")})
        for rule in read_rules():
            there = lines(fetch_answer(server.query, rule.sparql, "ntriples"))
            here = lines(store.serialize(rule.sparql, "ntriples"))
            # Numbers and dates stand in evidence, and are written in more ways than one.
            assert {one for one in there if b'"' not in one} == {one for one in here if b'"' not in one}, rule.name
