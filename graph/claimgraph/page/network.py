"""The networks that the page draws: every claim with what it links, and the overview of the things linked.

An activity, a judgement, a membership or a renaming has no node of its own: what it names hangs on the claim.
Positions are worked out here, before anything is drawn, and are the same in every build.
"""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimgraph.namespaces import CG, SCHEMA
from claimgraph.resources import lookup

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np

    from claimgraph.store import Store

Names = dict[str, str]
"""What a thing is called, by language tag."""

_LINE_CELLS = 18  # a label's line, in half-width cells
_LINES = 3
_SEED = 2021
_WIDE = 1.5  # the picture's width over its height: that of a window less its panel
_ROOM = 1.05  # the picture's area over that of what stands in it, before boxes are pushed apart
_AIR = 20  # so many boxes more of room: next to nothing in a large picture, air around lines in a small one
_ROUNDS = 600  # of pushing; the first story's claims need some 250
_FORCED = 1500  # above so many nodes the forces, quadratic in them, take more than half a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing that the ontology says how to draw, of its narrowest kind."""

    kind: str
    shape: str
    colour: str
    is_folded: bool
    is_minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The room that a node takes, in pixels at scale 1."""

    width: float
    height: int


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
            kind=row["kind"],
            shape=row["shape"],
            colour=row["colour"],
            is_folded=row["folded"] == "true",
            is_minor=row["minor"] == "true",
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


def read_definitions(store: Store) -> dict[str, Names]:
    """Return how terms are defined, by language."""
    definitions: dict[str, Names] = defaultdict(dict)
    for term, text in store.select(lookup("page-definitions")).rows:
        if term is not None and text is not None:
            definitions[term.value].setdefault(text.language, text.value)
    return dict(definitions)


def claim_network(store: Store, names: Mapping[str, Names]) -> nx.MultiDiGraph:
    """Return the network of every claim, with an edge from a claim to each thing that it has to do with.

    Args:
        store: the graph.
        names: what things are called; see `read_names`.

    A node is an IRI with `kind`, `shape`, `colour`, `names`, and `is_minor` if the overview leaves it out; articles
    without claims are nodes, too. An edge's
    key is the property that links the thing, or empty where the thing is the subject of the claim's triples;
    `names` is what the property is called, and `claims` and `properties` are as in the overview.
    """
    import networkx as nx

    things = read_things(store)
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
        look = {"kind": thing.kind, "shape": thing.shape, "colour": thing.colour, "is_minor": thing.is_minor}
        network.add_node(iri, names=names.get(iri, {}), **look)
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

    network = nx.DiGraph()
    network.add_nodes_from((iri, node) for iri, node in claims.nodes(data=True) if not node["is_minor"])
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
    """Return a name in lines short enough for a label and of much the same length, cut after the last line.

    >>> wrap("Ministry of Internal Affairs and Communications").splitlines()
    ['Ministry of', 'Internal Affairs', 'and Communications']
    >>> wrap("韓国のデータセンター").splitlines()
    ['韓国のデータ', 'センター']
    """
    fewest = max(1, math.ceil(cells(name) / _LINE_CELLS))
    even = _fill(name, min(_LINE_CELLS, math.ceil(cells(name) / fewest) + 2))
    lines = even if len(even) <= fewest else _fill(name, _LINE_CELLS)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _LINE_CELLS // 2] + "…"]
    return "\n".join(lines)


def _fill(name: str, width: int) -> list[str]:
    lines = [""]
    for word in _words(name, width):
        if lines[-1] and cells(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.strip() for line in lines]


def cells(text: str) -> int:
    """Return the width of a text in half-width cells: a Japanese character takes two.

    >>> cells("LINE"), cells("韓国")
    (4, 4)
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _words(name: str, width: int) -> list[str]:
    """Cut where a line may break: after a space or hyphen, around a wide character, in a word too long for a line."""
    words = [""]
    for before, character in zip(" " + name, name, strict=False):
        breaks = before in " -" or cells(before + character) > 2 or len(words[-1]) >= width
        if breaks and character not in "、。）」』ー・ッャュョ" and before not in "（「『":
            words.append("")
        words[-1] += character
    return words


def positions(network: nx.Graph, boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Return where each node stands, so that the boxes around nodes and labels do not lie on each other.

    Args:
        network: nodes and weighted edges.
        boxes: the room around each node, in the unit of the answer: a pixel at scale 1.
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
        # networkx 3.6.1 divides by the distance of each node to itself, then throws the result away
        with np.errstate(divide="ignore", invalid="ignore"):
            start = nx.forceatlas2_layout(plain, pos=start, max_iter=200, seed=_SEED, linlog=True)
    centres = np.array([start[node] for node in nodes], dtype=float)
    sizes = np.array([(boxes[node].width, boxes[node].height) for node in nodes], dtype=float)
    room = np.sqrt((_ROOM + _AIR / len(nodes)) * sizes.prod(axis=1).sum())
    centres = _spread(centres) * room * np.array([math.sqrt(_WIDE), 1 / math.sqrt(_WIDE)])
    centres = _separate(centres, sizes)
    width, height = np.ptp(centres, axis=0)
    if 0 < width < height * _WIDE:
        centres[:, 0] *= height * _WIDE / width  # wider never brings two boxes together
    return {node: (round(x), round(y)) for node, (x, y) in zip(nodes, centres, strict=True)}


def _spread(centres: np.ndarray) -> np.ndarray:
    """Bring places into -0.5 to 0.5 on each axis, halfway to even spacing, so that no corner is empty and none full."""
    import numpy as np

    low, high = centres.min(axis=0), centres.max(axis=0)
    scaled = (centres - low) / np.where(high > low, high - low, 1)
    ranked = centres.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(centres) - 1)
    spread: np.ndarray = (scaled + 2 * ranked) / 3 - 0.5
    return spread


def _separate(centres: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Push boxes that overlap apart, each pair along the axis on which the smaller part of it overlaps."""
    import numpy as np

    count = len(centres)
    order = np.sign(np.subtract.outer(np.arange(count), np.arange(count)))
    reaches = [np.add.outer(sizes[:, axis], sizes[:, axis]) / 2 for axis in (0, 1)]
    for _ in range(_ROUNDS):
        aparts = [np.subtract.outer(centres[:, axis], centres[:, axis]) for axis in (0, 1)]
        overlaps = [reach - np.abs(apart) for reach, apart in zip(reaches, aparts, strict=True)]
        lies = (overlaps[0] > 0) & (overlaps[1] > 0) & (order != 0)
        if not lies.any():
            break
        is_across = overlaps[0] * reaches[1] < overlaps[1] * reaches[0]
        for axis, chosen in ((0, lies & is_across), (1, lies & ~is_across)):
            side = np.where(aparts[axis] == 0, order, np.sign(aparts[axis]))
            centres[:, axis] += 0.3 * np.where(chosen, (overlaps[axis] + 1) * side, 0).sum(axis=1)
    return centres
