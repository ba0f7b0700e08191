"""The page: one HTML file that shows the graph, with everything it needs inside and no request to anywhere.

https://www.w3.org/TR/CSP3/

networkx gives the networks, pyvis turns them into vis-network's nodes, edges and options and brings vis-network;
the template is ours. Data lies in the page packed, as JSON, and becomes text by `textContent` only. Things go by ids
of our own (n0, n1, …), never by IRIs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimgraph.engine import read_engine
from claimgraph.model import Term
from claimgraph.namespaces import CG, PREFIXES, XSD, shorten
from claimgraph.network import (
    Box,
    Names,
    cells,
    claim_network,
    overview_network,
    positions,
    read_definitions,
    read_names,
    wrap,
)
from claimgraph.packing import pack
from claimgraph.parameter import bind
from claimgraph.question import GROUPS, LANGUAGE, LANGUAGES, Question
from claimgraph.quotation import Quotation
from claimgraph.resources import lookup, template_folder
from claimgraph.templating import render

if TYPE_CHECKING:
    import networkx as nx

    from claimgraph.store import Store

Json = dict[str, Any]
Ref = Callable[[str], str]
"""Gives a thing's id in the page for its IRI."""

# In the order in which they run: what each one needs stands in those before it.
_SCRIPTS = (
    "packed.js", "data.js", "state.js", "words.js", "elements.js", "filters.js", "scene.js", "picture.js",
    "card.js", "panel.js", "table.js", "axis.js", "timeline.js", "matrix.js", "sides.js", "flow.js", "ribbons.js",
    "engine.js", "ask.js", "exports.js", "dossier.js", "search.js", "page.js",
)  # fmt: skip
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ROWS = 1000  # of an answer that comes with the page; its engine gives the rest
_ROOM = 120  # things that a screen can hold with their labels
_ROOM_FOR_CLAIMS = 400  # nodes of the network of every claim: finding places is quadratic in them
_FONT = 14  # pixels at scale 1
_CELL = 0.54  # a half-width cell's width over the font's size
_LABEL_INSIDE = {"box", "ellipse"}  # vis-network writes below the others
# Properties of a record that the page shows by other means, or not at all.
_ELSEWHERE = {"rdf:type", "cg:statement", "cg:passage", "cg:attribution", "cg:voice", "cg:excludes"}
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrowStrikethrough": False},
    "interaction": {"hover": True, "hideEdgesOnDrag": False, "tooltipDelay": 150, "selectConnectedEdges": False},
}


def render_page(
    store: Store,
    *,
    title: Mapping[str, str] | None = None,
    questions: Sequence[Question] = (),
    trig: bytes = b"",
    quotations: Mapping[str, Quotation] = MappingProxyType({}),
) -> str:
    """Return the page as HTML, to be written as UTF-8.

    Args:
        store: the graph.
        title: the page's title by language; the default says what any claimgraph page is.
        questions: are in the page with their answers.
        trig: the whole graph, for the page's engine; without it, or without the engine, there is no query editor.
        quotations: of passages, by the passage's IRI: the words of articles, for the user's own page.
    """
    from markupsafe import Markup

    folder = template_folder() / "page"
    data = page_data(store, quotations)
    data["questions"] = [_describe(question) for question in questions]
    data["words"] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    data["title"] = dict(title) if title else data["words"]["title"]
    scripts = [_vis_network(), "\n".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS)]
    packed = {"data": _pack_json(data)}
    if questions:
        packed["answers"] = _pack_answers(store, questions)
    engine = read_engine() if trig else None
    if engine:
        packed |= {"engine-program": engine.program, "engine-wasm": engine.wasm, "graph-trig": pack(trig)}
    return render(
        "page/page.html",
        title=data["title"].get("en") or next(iter(data["title"].values())),
        policy=content_security_policy(scripts),
        style=Markup((folder / "page.css").read_text(encoding="utf-8")),
        packed=packed,
        licence=engine.licence if engine else "",
        scripts=[Markup(script) for script in scripts],
    )


def _vis_network() -> str:
    """Return the text of vis-network's newest script in pyvis, without the address of its source map."""
    from pyvis.network import Network

    script = max((Path(Network().template_dir) / "lib").glob("vis-*/vis-network.min.js"))
    return _SOURCE_MAP.sub("", script.read_text(encoding="utf-8"))


def _pack_json(value: object) -> str:
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def content_security_policy(scripts: Iterable[str]) -> str:
    """Return the policy under which these scripts run, no other does, and nothing is fetched."""
    digests = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode() for script in scripts)
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {sources} 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def page_data(store: Store, quotations: Mapping[str, Quotation] = MappingProxyType({})) -> Json:
    """Return what the page shows: things by id, claims, articles, and the two networks as vis-network has them."""
    names, others = read_names(store)
    definitions = read_definitions(store)
    claims = claim_network(store, names)
    overview = overview_network(store, claims)
    nodes = dict(claims.nodes(data=True))
    ids: dict[str, str] = {}

    def ref(iri: str) -> str:
        return ids.setdefault(iri, f"n{len(ids)}")

    records = _read_claims(store, ref, quotations)
    articles = _read_records(store, "page-articles", ref)
    kinds = sorted({(node["kind"], node["shape"], node["colour"]) for node in nodes.values()})
    data: Json = {
        "kinds": {
            shorten(kind): {"shape": shape, "colour": colour, "names": names.get(kind, {})}
            for kind, shape, colour in kinds
        },
        "claims": {ref(iri): record for iri, record in sorted(records.items())},
        "articles": {ref(iri): record for iri, record in sorted(articles.items())},
        "pictures": {"overview": _picture(overview, ref), "claims": _claim_picture(claims, ref)},
        "countries": {ref(row["place"]): ref(row["country"]) for row in store.select(lookup("page-countries")).texts()},
        "prefixes": PREFIXES,
        "options": _OPTIONS,
    }
    data["things"] = {
        id_: {
            "iri": iri,
            "short": shorten(iri),
            "names": names.get(iri, {}),
            **({"definitions": definitions[iri]} if iri in definitions else {}),
            **({"others": others[iri]} if iri in others else {}),
            **({"kind": shorten(nodes[iri]["kind"])} if iri in nodes else {}),
        }
        for iri, id_ in ids.items()
    }
    return data


def _read_records(store: Store, name: str, ref: Ref) -> dict[str, Json]:
    """Return each record as lists of values by the property's short IRI."""
    records: dict[str, Json] = defaultdict(lambda: defaultdict(list))
    for record, property_, value in store.select(lookup(name)).rows:
        if record is not None and property_ is not None and value is not None:
            field = shorten(property_.value)
            if field not in _ELSEWHERE:
                ref(property_.value)
                records[record.value][field].append(_value(value, ref))
    return {iri: dict(record) for iri, record in records.items()}


def _read_claims(store: Store, ref: Ref, quotations: Mapping[str, Quotation]) -> dict[str, Json]:
    claims = _read_records(store, "page-records", ref)
    for claim in claims.values():
        claim |= {"voices": [], "passages": [], "triples": []}
    for row in store.select(lookup("page-voices")).texts():
        hop = {"voice": ref(row["voice"])} | ({"hedge": ref(row["hedge"])} if row["hedge"] else {})
        claims[row["claim"]]["voices"].append(hop)
    for row in store.select(lookup("page-passages")).texts():
        numbers = {key: int(row[key]) for key in ("start", "end", "paragraph", "sentence") if row[key]}
        heading = {"heading": ref(row["heading"])} if row["heading"] else {}
        quotation = quotations.get(row["passage"])
        quote = {"quote": [quotation.before, quotation.words, quotation.after]} if quotation else {}
        claims[row["claim"]]["passages"].append(numbers | heading | quote)
    for claim_, *triple in store.select(lookup("page-propositions")).rows:
        if claim_ is not None:
            claims[claim_.value]["triples"].append([_value(term, ref) for term in triple if term is not None])
    return claims


def _describe(question: Question) -> Json:
    return {
        "name": question.name,
        "group": GROUPS[question.group],
        "title": dict(question.title),
        "question": dict(question.question),
        "query": question.sparql.strip(),
    }


def _pack_answers(store: Store, questions: Iterable[Question]) -> str:
    """Return the answers, packed: each term once, and by question and language the columns, of indexes of terms."""
    terms: dict[Term | None, int] = {}
    answers: dict[str, dict[str, Json]] = defaultdict(dict)
    for question in questions:
        for language in LANGUAGES if LANGUAGE in question.parameters else LANGUAGES[:1]:
            values = (
                {LANGUAGE.name: Term(value=language, datatype=XSD.string)} if LANGUAGE in question.parameters else {}
            )
            answer = store.select(bind(question.sparql, values))
            rows = [
                [None if term is None else terms.setdefault(term, len(terms)) for term in row] for row in answer.rows
            ]
            columns = list(zip(*rows, strict=True))
            answers[question.name][language] = {"variables": answer.columns, "columns": columns}
    return _pack_json({"terms": [_term(term) for term in terms if term is not None], "answers": answers})


def _term(term: Term) -> Json:
    if term.is_iri:
        return {"type": "uri", "value": term.value}
    language = {"language": term.language} if term.language else {}
    datatype = {} if term.language or term.datatype in ("", XSD.string) else {"datatype": term.datatype}
    return {"type": "literal", "value": term.value} | language | datatype


def _value(term: Term, ref: Ref) -> str | Json:
    """Return a thing's id, or a literal's text."""
    if term.is_iri:
        return ref(term.value)
    if term.language:
        return {"text": term.value, "language": term.language}
    return {"text": term.value} | ({} if term.datatype in ("", XSD.string) else {"datatype": ref(term.datatype)})


def _picture(network: nx.DiGraph, ref: Ref) -> Json:
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


def _claim_picture(network: nx.MultiDiGraph, ref: Ref) -> Json:
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
