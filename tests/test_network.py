"""The networks, on the invented workspace: each node and edge expected here is read off its source."""

from pathlib import Path

import networkx as nx
import pytest

from claimgraph.namespaces import BASE, PREFIXES, shorten
from claimgraph.page.network import Box, claim_network, overview_network, positions, read_names, wrap
from claimgraph.resources import ontology_folder
from claimgraph.store import Store
from claimgraph.workspace import read_workspace
from tests.invented import ACME, article_file, change, copy_acme

ARTICLE = "article:acme-moves-logs"
VOICE = "voice:acme-moves-logs"


def store_of(folder: Path) -> Store:
    return Store.from_sources(read_workspace(folder).sources())


@pytest.fixture(scope="module")
def claims() -> nx.MultiDiGraph:
    store = store_of(ACME)
    return claim_network(store, read_names(store)[0])


@pytest.fixture(scope="module")
def overview(claims: nx.MultiDiGraph) -> nx.DiGraph:
    return overview_network(store_of(ACME), claims)


def iri(short: str) -> str:
    prefix, _, name = short.partition(":")
    return PREFIXES[prefix] + name


def short_name(name: str) -> str:
    return shorten(name).removeprefix("claim:acme-moves-logs/")


def shapes_in_the_ontology() -> int:
    return (ontology_folder() / "claimgraph.ttl").read_text(encoding="utf-8").count("cg:nodeShape ")


@pytest.mark.parametrize(
    ("claim", "links"),
    [
        (
            "logs-in-korea",
            {
                ("cg:source", ARTICLE),
                ("cg:claimant", VOICE),
                ("cg:service", "service:acme-phone"),
                ("dpv:hasPersonalData", "data:call-log"),
                ("cg:dataAt", "loc:KR"),
            },
        ),
        (
            "breach-not-confirmed",
            {
                ("cg:source", ARTICLE),
                ("cg:claimant", "agent:ann-lee"),
                ("cg:voice", "agent:ann-lee"),
                ("", "incident:acme-breach"),
            },
        ),
        (
            "lee-is-president",
            {
                ("cg:source", ARTICLE),
                ("cg:claimant", VOICE),
                ("org:member", "agent:ann-lee"),
                ("org:organization", "agent:acme"),
                ("org:role", "role:acme-president"),
            },
        ),
        (
            "logs-move-by-june",
            {
                ("cg:source", ARTICLE),
                ("cg:claimant", "agent:ann-lee"),
                ("cg:voice", "agent:ann-lee"),
                ("cg:promisor", "agent:acme"),
                ("cg:actor", "agent:acme"),
                ("dpv:hasPersonalData", "data:call-log"),
                ("cg:movedTo", "loc:JP"),
            },
        ),
        (
            "monitoring-only-in-japan",
            {
                ("cg:source", ARTICLE),
                ("cg:claimant", "agent:acme"),
                ("cg:voice", "agent:acme"),
                ("cg:actor", "agent:acme"),
                ("cg:happensIn", "loc:JP"),
                ("cg:onlyAt", "loc:JP"),
            },
        ),
    ],
)
def test_a_claim_is_linked_to_all_it_has_to_do_with(
    claims: nx.MultiDiGraph, claim: str, links: set[tuple[str, str]]
) -> None:
    edges = claims.out_edges(f"{BASE}claim/acme-moves-logs/{claim}", keys=True)
    assert {(shorten(name), shorten(thing)) for _, thing, name in edges} == links


def test_what_is_folded_into_claims_is_no_node(claims: nx.MultiDiGraph) -> None:
    kinds = {shorten(kind) for _, kind in claims.nodes(data="kind")}
    assert "cg:Claim" in kinds
    assert kinds.isdisjoint({"cg:Activity", "cg:Judgement", "cg:Renaming", "org:Membership"})
    assert sum(shorten(kind) == "cg:Claim" for _, kind in claims.nodes(data="kind")) == 5


def test_an_edge_is_called_what_its_property_is_called(claims: nx.MultiDiGraph) -> None:
    claim = f"{BASE}claim/acme-moves-logs/logs-in-korea"
    edge = claims.edges[claim, iri("loc:KR"), iri("cg:dataAt")]
    assert edge["names"] == {"en": "data at", "ja": "データの所在"}


def test_nodes_look_as_the_ontology_says_and_are_called_as_the_entities_are(claims: nx.MultiDiGraph) -> None:
    assert shapes_in_the_ontology() > 20
    node = claims.nodes[iri("agent:acme")]
    text = (ontology_folder() / "claimgraph.ttl").read_text(encoding="utf-8")
    declared = next(line for line in text.splitlines() if line.startswith("org:FormalOrganization a owl:Class"))
    assert f'cg:nodeShape "{node["shape"]}" ; cg:nodeColour "{node["colour"]}"' in declared
    assert node["names"] == {"en": "Acme", "ja": "アクメ"}


def test_the_overview_links_what_claims_link(overview: nx.DiGraph) -> None:
    edges = {
        (shorten(start), shorten(end)): (set(map(shorten, edge["properties"])), set(map(short_name, edge["claims"])))
        for start, end, edge in overview.edges(data=True)
    }
    assert edges == {
        ("service:acme-phone", "data:call-log"): ({"dpv:hasPersonalData"}, {"logs-in-korea"}),
        ("data:call-log", "loc:KR"): ({"cg:dataAt"}, {"logs-in-korea"}),
        ("data:call-log", "loc:JP"): ({"cg:movedTo"}, {"logs-move-by-june"}),
        ("agent:acme", "data:call-log"): ({"dpv:Move"}, {"logs-move-by-june"}),
        ("agent:acme", "loc:JP"): ({"cg:happensIn"}, {"monitoring-only-in-japan"}),
        ("agent:ann-lee", "agent:acme"): ({"role:acme-president"}, {"lee-is-president"}),
        ("agent:ann-lee", "incident:acme-breach"): ({"cg:Confirmed"}, {"breach-not-confirmed"}),
        (ARTICLE, "agent:ann-lee"): ({"cg:claimant"}, {"breach-not-confirmed", "logs-move-by-june"}),
        (ARTICLE, "agent:acme"): ({"cg:claimant"}, {"monitoring-only-in-japan"}),
    }
    assert all(edge["weight"] == len(edge["claims"]) for _, _, edge in overview.edges(data=True))


def test_the_overview_has_no_claims_and_no_voices_of_articles(overview: nx.DiGraph) -> None:
    kinds = {shorten(kind) for _, kind in overview.nodes(data="kind")}
    assert kinds.isdisjoint({"cg:Claim", "cg:ArticleVoice", "org:Role"})
    assert "schema:NewsArticle" in kinds


def test_a_relation_between_two_things_is_an_edge_of_the_overview(tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    change(
        article_file(folder),
        "incident:acme-breach a risk:Incident",
        "agent:acme dpv:hasLocation loc:KR .\n  incident:acme-breach a risk:Incident",
    )
    store = store_of(folder)
    edge = overview_network(store, claim_network(store, read_names(store)[0])).edges[iri("agent:acme"), iri("loc:KR")]
    assert list(map(shorten, edge["properties"])) == ["dpv:hasLocation"]


def test_a_thing_that_no_role_links_hangs_on_its_article(tmp_path: Path) -> None:
    folder = copy_acme(tmp_path)
    with (folder / "entities" / "acme.ttl").open("a", encoding="utf-8") as file:
        file.write(f'\n<{BASE}event/call> a schema:Event ; skos:prefLabel "call"@en , "電話"@ja .\n')
    change(article_file(folder), 'cg:saidOn "2021-03-23"^^xsd:date', f"cg:saidAt <{BASE}event/call>")
    store = store_of(folder)
    edge = overview_network(store, claim_network(store, read_names(store)[0])).edges[iri(ARTICLE), f"{BASE}event/call"]
    assert list(map(shorten, edge["properties"])) == ["cg:saidAt"]


def test_boxes_do_not_lie_on_each_other_and_the_picture_is_wider_than_high() -> None:
    network = nx.gnm_random_graph(60, 120, seed=1)
    nx.relabel_nodes(network, {number: f"n{number:02}" for number in range(60)}, copy=False)
    boxes = {node: Box(width=90.0 + 10 * (int(node[1:]) % 4), height=40) for node in network}
    places = positions(network, boxes)
    for one in boxes:
        for other in boxes:
            apart_across = abs(places[one][0] - places[other][0]) + 1 >= (boxes[one].width + boxes[other].width) / 2
            apart_down = abs(places[one][1] - places[other][1]) + 1 >= (boxes[one].height + boxes[other].height) / 2
            assert one == other or apart_across or apart_down, (one, other)
    width, height = (max(place[axis] for place in places.values()) for axis in (0, 1))
    assert width > height
    assert positions(network, boxes) == places


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_network_of_next_to_nothing_has_places(count: int) -> None:
    network = nx.empty_graph([f"n{number}" for number in range(count)], create_using=nx.DiGraph)
    assert len(set(positions(network, dict.fromkeys(network, Box(width=80.0, height=40))).values())) == count


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("", [""]),
        ("LINE", ["LINE"]),
        ("LINE's personal-information affair of 2021", ["LINE's personal-", "information", "affair of 2021"]),
        ("国内の通信代行企業（名称不明）", ["国内の通信代行企", "業（名称不明）"]),
        ("x" * 300, ["x" * 18, "x" * 18, "x" * 9 + "…"]),
    ],
)
def test_a_label_is_wrapped_into_three_lines_at_most(name: str, lines: list[str]) -> None:
    assert wrap(name).split("\n") == lines
