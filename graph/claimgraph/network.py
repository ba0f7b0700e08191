"""The networks that the page draws: every claim with what it links, and the overview of the things linked.

An activity, a judgement, a membership or a renaming has no node of its own: what it names hangs on the claim.
Positions are worked out here, before anything is drawn, and are the same in every build.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimgraph.namespaces import CG, SCHEMA, shorten
from claimgraph.resources import lookup

if TYPE_CHECKING:
    import networkx as nx

    from claimgraph.store import Store

Names = dict[str, str]
"""What a thing is called, by language tag."""

_LINE_CELLS = 18  # a label's line, in half-width cells
_LINES = 3
_SEED = 2021
_WIDE = 1.35  # the picture's width over its height: that of a window less its panel
_FORCED = 1500  # above so many nodes the forces, quadratic in them, take more than half a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing that the ontology says how to draw, of its narrowest kind."""

    kind: str
    shape: str
    colour: str
    is_folded: bool


def read_things(store: Store) -> dict[str, Thing]:
    """Return every thing of a kind that the ontology draws, by IRI."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in store.select(lookup("page-things")).texts():
        rows[row["thing"]].append(row)
    things = {}
    for iri, kinds in rows.items():
        wider = {row["wider"] for row in kinds}
        row = next((row for row in kinds if row["kind"] not in wider), kinds[0])
        things[iri] = Thing(
            kind=row["kind"], shape=row["shape"], colour=row["colour"], is_folded=row["folded"] == "true"
        )
    return things


def read_names(store: Store) -> tuple[dict[str, Names], dict[str, list[str]]]:
    """Return what each thing and term is called, by language, and the other names it can be found by."""
    names: dict[str, Names] = defaultdict(dict)
    others: dict[str, list[str]] = defaultdict(list)
    for thing, name, other in store.select(lookup("page-names")).rows:
        if thing is None or name is None or other is None:
            continue
        if other.value == "true":
            others[thing.value].append(name.value)
        else:
            names[thing.value].setdefault(name.language, name.value)
    return dict(names), dict(others)


def claim_network(store: Store) -> nx.MultiDiGraph:
    """Return the network of every claim, with an edge from a claim to each thing that it has to do with.

    A node is an IRI with `kind`, `shape`, `colour` and `names`; articles without claims are nodes, too. An edge's
    key is the property that links the thing, or empty where the thing is the subject of the claim's triples;
    `names` is what the property is called, and `claims` and `properties` are as in the overview.
    """
    import networkx as nx

    things, (names, _) = read_things(store), read_names(store)
    links = {(row["claim"], row["property"], row["value"]) for row in store.select(lookup("page-records")).texts()}
    for row in store.select(lookup("page-propositions")).texts():
        links |= {(row["claim"], row["property"], row["object"]), (row["claim"], "", row["subject"])}
    drawn = {iri: thing for iri, thing in things.items() if not thing.is_folded}
    linked = [(claim, name, thing) for claim, name, thing in sorted(links) if claim in drawn and thing in drawn]
    network = nx.MultiDiGraph()
    nodes = {iri for claim, _, thing in linked for iri in (claim, thing)}
    nodes |= {iri for iri, thing in drawn.items() if thing.kind in (CG.Claim, SCHEMA.NewsArticle)}
    for iri in sorted(nodes):
        thing = drawn[iri]
        network.add_node(iri, kind=thing.kind, shape=thing.shape, colour=thing.colour, names=names.get(iri, {}))
    for claim, name, iri in linked:
        properties = (name,) if name else ()
        network.add_edge(claim, iri, key=name, names=names.get(name, {}), claims=(claim,), properties=properties)
    return network


def overview_network(store: Store, claims: nx.MultiDiGraph) -> nx.DiGraph:
    """Return the network of the things that claims link to each other, without the claims.

    Args:
        store: the graph.
        claims: what `claim_network` returns for it.

    An edge has `claims`, the IRIs of the claims that link its ends, `properties`, the IRIs of how they do, and
    `weight`, the number of claims. A thing that no claim links so hangs on the articles that mention it.
    """
    import networkx as nx

    voices = {iri for iri, kind in claims.nodes(data="kind") if shorten(kind) == "cg:ArticleVoice"}
    kept = [iri for iri, kind in claims.nodes(data="kind") if kind != CG.Claim and iri not in voices]
    network = nx.DiGraph()
    network.add_nodes_from((iri, claims.nodes[iri]) for iri in kept)
    links: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for row in store.select(lookup("page-overview")).texts():
        if row["from"] in network and row["to"] in network and row["from"] != row["to"]:
            links[row["from"], row["to"]].add((row["claim"], row["property"]))
    linked = {iri for ends in links for iri in ends}
    for claim, iri, name in claims.edges(keys=True):
        if iri in network and iri not in linked:
            for article in _articles_of(claims, claim):
                if article != iri:
                    links[article, iri].add((claim, name))
    for (start, end), why in sorted(links.items()):
        by = tuple(sorted({claim for claim, _ in why}))
        properties = tuple(sorted({name for _, name in why if name}))
        network.add_edge(start, end, claims=by, properties=properties, weight=len(by))
    return network


def _articles_of(claims: nx.MultiDiGraph, claim: str) -> list[str]:
    return sorted(iri for iri in claims.successors(claim) if claims.nodes[iri]["kind"] == SCHEMA.NewsArticle)


def wrap(name: str) -> str:
    """Return a name in lines short enough for a label, cut after the last line.

    >>> wrap("Ministry of Internal Affairs and Communications")
    'Ministry of\\nInternal Affairs\\nand Communications'
    >>> wrap("出澤剛")
    '出澤剛'
    """
    lines = [""]
    for word in _words(name):
        if lines[-1] and cells(lines[-1] + word.rstrip()) > _LINE_CELLS:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    lines = [line.strip() for line in lines]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _LINE_CELLS // 2] + "…"]
    return "\n".join(lines)


def cells(text: str) -> int:
    """Return the width of a text in half-width cells: a Japanese character takes two.

    >>> cells("LINE"), cells("韓国")
    (4, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _words(name: str) -> list[str]:
    """Cut where a line may break: after a space, around a wide character, and anywhere in a word too long for one."""
    words = [""]
    for before, character in zip(" " + name, name, strict=False):
        breaks = cells(character) == 2 or cells(before) == 2 or before.isspace() or len(words[-1]) >= _LINE_CELLS
        if breaks and character not in "、。）」』ー・":
            words.append("")
        words[-1] += character
    return words


def positions(network: nx.Graph, boxes: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """Return where each node stands, so that the boxes around nodes and labels do not lie on each other.

    Args:
        network: nodes and weighted edges.
        boxes: width and height around each node, in the unit of the answer: a pixel at scale 1.
    """
    import networkx as nx
    import numpy as np

    nodes = sorted(network)
    if not nodes:
        return {}
    plain = nx.Graph()
    plain.add_nodes_from(nodes)
    plain.add_edges_from(sorted((min(ends), max(ends)) for ends in {(a, b) for a, b in network.edges()}))
    start = nx.circular_layout(plain)
    if len(nodes) <= _FORCED:
        start = nx.forceatlas2_layout(plain, pos=start, max_iter=400, seed=_SEED, linlog=True, scaling_ratio=2.0)
    centres = np.array([start[node] for node in nodes], dtype=float)
    sizes = np.array([boxes[node] for node in nodes], dtype=float)
    centres -= centres.mean(axis=0)
    spread = centres.std(axis=0)
    wanted = np.sqrt(2.2 * sizes.prod(axis=1).sum()) * np.array([_WIDE, 1.0]) / 4
    centres *= wanted / np.where(spread > 0, spread, 1)
    return {node: (round(x), round(y)) for node, (x, y) in zip(nodes, _separate(centres, sizes), strict=True)}


def _separate(centres: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Push boxes that overlap apart, each pair along the axis on which it overlaps less."""
    import numpy as np

    order = np.sign(np.subtract.outer(np.arange(len(centres)), np.arange(len(centres))))
    reach = (sizes[:, None] + sizes[None, :]) / 2
    for _ in range(400):
        apart = centres[:, None] - centres[None, :]
        overlap = reach - np.abs(apart)
        lies = (overlap > 0).all(axis=2) & (order != 0)
        if not lies.any():
            break
        along = overlap.argmin(axis=2)
        for axis in (0, 1):
            side = np.where(apart[:, :, axis] == 0, order, np.sign(apart[:, :, axis]))
            push = np.where(lies & (along == axis), (overlap[:, :, axis] + 1) * side / 2, 0)
            centres[:, axis] += push.sum(axis=1) * 0.6
    return centres
