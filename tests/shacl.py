"""pySHACL over the view of claimgraph.checking.validation, made whole: what the package's own validation must find.

SHACL sees one graph, so a node that a claim's graph types has a name of its own in it for that claim.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph.checking.validation import shape_files
from claimgraph.model import Finding
from claimgraph.namespaces import BASE, CG, CLAIM, shorten
from claimgraph.source import Source

_VIEW = BASE + "view#"
_PROPOSES = _VIEW + "proposes"


def validate(sources: Iterable[Source]) -> list[Finding]:
    """Return what pySHACL finds wrong with the sources, as claimgraph.checking.validation.validate says it."""
    with _silent_literals():
        view = _View.from_sources(sources)
        return sorted({finding for path in shape_files() for finding in view.check(path)})


@dataclass(slots=True, kw_only=True)
class _View:
    graph: Graph
    # The name of a node in the view, to the node and the claim that it stands for.
    said: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def from_sources(cls, sources: Iterable[Source]) -> "_View":
        quads = [
            tuple(map(_to_rdflib, (quad.subject, quad.predicate, quad.object, quad.graph_name)))
            for source in sources
            for quad in source.quads
        ]
        claims = {
            subject for subject, predicate, value, _ in quads if (predicate, value) == (RDF.type, URIRef(CG.Claim))
        }
        typed = {(subject, graph) for subject, predicate, _, graph in quads if predicate == RDF.type}
        view = cls(graph=Graph())
        for subject, predicate, value, graph in quads:
            if graph not in claims:
                view.graph.add((subject, predicate, value))
                if predicate == RDFS.subClassOf:
                    view.graph.add((_view_class(subject), predicate, _view_class(value)))
                continue
            said = subject
            if (subject, graph) in typed:
                said = view._say(subject, graph)
                if predicate == RDF.type:
                    view.graph.add((subject, predicate, value))
                    value = _view_class(value)
            view.graph.add((said, predicate, value))
            view.graph.add((graph, URIRef(_PROPOSES), said))
        return view

    def _say(self, node: Node, claim: Node) -> Node:
        name = f"{node}?claim={quote(str(claim).removeprefix(CLAIM))}"
        self.said[name] = (str(node), str(claim))
        return URIRef(name)

    def check(self, path: Path) -> Iterator[Finding]:
        """Yield what the shapes of one file find."""
        # One run for each file: a result names the blank node of a property's shape, which no file can be told from.
        # In place, for otherwise each run copies the view.
        _, report, _ = pyshacl.validate(self.graph, shacl_graph=_shapes(path), inplace=True)
        # Only what the report itself lists: a result may hold others that explain it.
        for result in report.objects(None, SH.result):
            focus = str(report.value(result, SH.focusNode))
            closed = report.value(result, SH.sourceConstraintComponent) == SH.ClosedConstraintComponent
            found = _found(report.value(result, SH.resultPath if closed else SH.value))
            sentence = f"{report.value(result, SH.resultMessage)}{found}"
            if focus in self.said:
                node, focus = self.said[focus]
                sentence = f"{shorten(node)}: {sentence}"
            yield Finding(rule=path.stem, focus=focus, sentence=sentence)


def _found(value: Node | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, Literal):
        return f" Found {shorten(str(value))}."
    suffix = f"@{value.language}" if value.language else f"^^{shorten(str(value.datatype))}"
    # In one line, as N-Triples has it and rdflib has not.
    return f" Found {ox.Literal(str(value))}{suffix.replace('^^xsd:string', '')}."


def _view_class(value: Node) -> Node:
    iri = str(value)
    return URIRef(_VIEW + iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :])


@cache
def _shapes(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


def _to_rdflib(term: object) -> Node:
    value, datatype = getattr(term, "value", None), getattr(term, "datatype", None)
    if value is None:
        raise TypeError(f"{term} is neither an IRI nor a literal")
    if datatype is None:
        return URIRef(value)
    if language := getattr(term, "language", None):
        return Literal(value, lang=language)
    # rdflib 7.6 would rewrite literals: the zone of an xsd:date is lost, 01 becomes 1.
    return Literal(value, datatype=URIRef(datatype.value), normalize=False)


@contextmanager
def _silent_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for an ill-typed literal, which the shapes find."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
