"""Drawing: networks as the page's pictures, each node with its look and its place.

pyvis turns networkx's networks into the nodes and edges that vis-network takes. Things go by ids of the page's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimgraph.namespaces import CG
from claimgraph.page.network import Box, Names, cells, positions, wrap

if TYPE_CHECKING:
    import networkx as nx

Json = dict[str, Any]
Ref = Callable[[str], str]
"""Gives a thing's id in the page for its IRI."""

_ROOM = 120  # things that a screen can hold with their labels
_ROOM_FOR_CLAIMS = 400  # nodes of the network of every claim: finding places is quadratic in them
_FONT = 14  # pixels at scale 1
_CELL = 0.54  # a half-width cell's width over the font's size
_LABEL_INSIDE = {"box", "ellipse"}  # vis-network writes below the others
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrowStrikethrough": False},
    "interaction": {"hover": True, "hideEdgesOnDrag": False, "selectConnectedEdges": False},
}
"""vis-network's options: positions are worked out beforehand, and straight lines are drawn fastest."""


def draw_overview(network: nx.DiGraph, ref: Ref) -> Json:
    """Return a network's nodes and edges as pyvis makes them for vis-network, the weightiest nodes in their places.

    Lines are straight, so parallel edges would hide each other: they are one, with the properties of all.
    """
    from pyvis.network import Network

    picture = Network(directed=True)
    boxes = _boxes(network)
    places = positions(_weightiest(network), boxes)
    for iri, node in network.nodes(data=True):
        box = boxes[iri]
        place = {"x": places[iri][0], "y": places[iri][1] - box.drop} if iri in places else {}
        picture.add_node(ref(iri), label=" ", **_look(node, box), **place)
    edges: dict[tuple[str, str], dict[str, list[str]]] = {}
    for start, end, edge in network.edges(data=True):
        why = edges.setdefault((start, end), {"claims": [], "properties": []})
        for key, refs in why.items():
            refs.extend(id_ for id_ in map(ref, edge[key]) if id_ not in refs)
    for number, ((start, end), why) in enumerate(edges.items()):
        picture.add_edge(ref(start), ref(end), id=f"e{number}", **why)
    return {"nodes": picture.nodes, "edges": picture.edges}


def _weightiest(network: nx.DiGraph) -> nx.DiGraph:
    """Return the part of a network that a screen can hold: the things that most claims link."""
    weights = dict(network.degree(weight="weight"))
    return network.subgraph(sorted(network, key=lambda iri: (-weights[iri], iri))[:_ROOM])


def draw_claims(network: nx.MultiDiGraph, ref: Ref) -> Json:
    """Return how the things look that only the network of every claim draws, and where all of its nodes stand.

    Its lines follow from the claims, and where there are many claims the page finds their places by itself.
    """
    boxes = _boxes(network)
    places = positions(network, boxes) if len(network) <= _ROOM_FOR_CLAIMS else {}
    things = {iri: node for iri, node in network.nodes(data=True) if node["kind"] != CG.Claim}
    return {
        "places": {ref(iri): [x, y - boxes[iri].drop] for iri, (x, y) in places.items()},
        "things": {ref(iri): {"id": ref(iri), **_look(node, boxes[iri])} for iri, node in things.items()},
    }


def _look(node: Json, box: _Box) -> Json:
    size = [round(box.width), box.height]
    return {"shape": node["shape"], "color": node["colour"], "size": box.size, "labels": _label(node), "box": size}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box(Box):
    """The room that a node and its label take, its own size, and how far the room's middle is below the node's."""

    size: int
    drop: int


def _boxes(network: nx.Graph) -> dict[str, _Box]:
    return {
        iri: _box(node["shape"], _size(node, network.degree(iri, weight="weight")), _label(node).values())
        for iri, node in network.nodes(data=True)
    }


def _label(node: Json) -> Names:
    """Return the label's lines by language; a claim is a sentence and has none."""
    return {} if node["kind"] == CG.Claim else {language: wrap(name) for language, name in node["names"].items()}


def _size(node: Json, links: int) -> int:
    return 6 if node["kind"] == CG.Claim else 9 + min(15, round(2 * math.sqrt(links)))


def _box(shape: str, size: int, labels: Iterable[str]) -> _Box:
    """Measure the label in the language in which it is widest, and in the one in which it is highest."""
    lines = [label.split("\n") for label in labels]
    width = max((cells(line) for label in lines for line in label), default=0) * _FONT * _CELL
    height = round(max((len(label) for label in lines), default=0) * _FONT * 1.2)
    if shape in _LABEL_INSIDE:
        return _Box(width=width + 24, height=height + 20, size=size, drop=0)
    return _Box(width=max(width, 2 * size) + 8, height=2 * size + height + 8, size=size, drop=height // 2)
