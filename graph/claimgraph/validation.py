"""Validation: SHACL shapes over claims and their graphs together, through one view that keeps claims apart.

https://www.w3.org/TR/shacl/

SHACL sees one graph, and "exactly one operation" must hold in each claim: put into one graph, two claims about one
activity would give it two. So the view gives a node that a claim's graph types a name of its own for that claim,
wherever the graph says something of it:

    the claim's graph       activity:x a cg:Activity ; cg:dataAt loc:KR
    the view                claim:y view:proposes <activity:x?claim=y>
                            <activity:x?claim=y> a view:Activity ; cg:dataAt loc:KR
                            activity:x a cg:Activity

``view:Activity`` is the class that a claim's shape aims at, and ``cg:Activity`` the one that the name's shape
(label in both languages) aims at and that other nodes point to. Sub-classes hold among view classes as among
their originals. What a claim says of a node that it does not type keeps the node's name; it is proposed as well.
The view is for validation only and is never stored.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from claimgraph.model import Finding
from claimgraph.namespaces import BASE, CG, CLAIM, RDF, shorten
from claimgraph.resources import ontology_folder
from claimgraph.source import Source

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_VIEW = BASE + "view#"
_PROPOSES = _VIEW + "proposes"


def shape_files() -> list[Path]:
    """Return the files of shapes, one for each target class."""
    return sorted((ontology_folder() / "shapes").glob("*.ttl"))


def validate(sources: Iterable[Source]) -> list[Finding]:
    """Return what the shapes find wrong with the sources, which include the ontology's, sorted and each once.

    A finding's rule is the name of the shape's file. Its focus is the claim, where the fault lies in what a claim
    says, and otherwise the node; its sentence names the node, says what is wanted, and what stands there.
    """
    view = _View()
    with _silent_literals():
        view.add(tuple(quad for source in sources for quad in source.quads))
        return sorted({finding for path in shape_files() for finding in view.check(path)})


@dataclass(slots=True)
class _View:
    graph: "Graph" = field(default_factory=lambda: _new_graph())
    # The name of a node in the view, to the node and the claim that it stands for.
    said: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add the view of the quads."""
        from rdflib import RDFS, URIRef

        quads = tuple(quads)
        is_type = ox.NamedNode(RDF.type)
        claims = {quad.subject for quad in quads if quad.predicate == is_type and quad.object == ox.NamedNode(CG.Claim)}
        typed = {(quad.graph_name, quad.subject) for quad in quads if quad.predicate == is_type}
        for quad in quads:
            subject, predicate, value = (_to_rdflib(term) for term in (quad.subject, quad.predicate, quad.object))
            if quad.graph_name not in claims:
                self.graph.add((subject, predicate, value))
                if predicate == RDFS.subClassOf:
                    self.graph.add((_view_class(subject), predicate, _view_class(value)))
                continue
            claim = _to_rdflib(quad.graph_name)
            if (quad.graph_name, quad.subject) in typed:
                if quad.predicate == is_type:
                    self.graph.add((subject, predicate, value))
                    value = _view_class(value)
                subject = self._name(str(subject), str(claim))
            self.graph.add((subject, predicate, value))
            self.graph.add((claim, URIRef(_PROPOSES), subject))

    def _name(self, node: str, claim: str) -> "Node":
        from rdflib import URIRef

        name = f"{node}?claim={quote(claim.removeprefix(CLAIM))}"
        self.said[name] = (node, claim)
        return URIRef(name)

    def check(self, path: Path) -> Iterator[Finding]:
        """Yield what the shapes of one file find."""
        import pyshacl
        from rdflib import RDF as RDFLIB_RDF
        from rdflib import SH

        # One run for each file: a result names the blank node of a property's shape, which no file can be told from.
        # In place, for otherwise each run copies the view.
        _, report, _ = pyshacl.validate(self.graph, shacl_graph=_shapes(path), inplace=True)
        for result in report.subjects(RDFLIB_RDF.type, SH.ValidationResult):
            node, claim = self.said.get(str(report.value(result, SH.focusNode)), (None, None))
            focus = str(report.value(result, SH.focusNode)) if claim is None else claim
            closed = report.value(result, SH.sourceConstraintComponent) == SH.ClosedConstraintComponent
            found = report.value(result, SH.resultPath if closed else SH.value)
            yield Finding(
                rule=path.stem,
                focus=focus,
                sentence=f"{shorten(node or focus)}: {report.value(result, SH.resultMessage)}{_found(found)}",
            )


def _found(value: "Node | None") -> str:
    from rdflib import Literal

    if value is None:
        return ""
    return f" Found {value.n3() if isinstance(value, Literal) else shorten(str(value))}."


def _view_class(value: "Node") -> "Node":
    from rdflib import URIRef

    iri = str(value)
    return URIRef(_VIEW + iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :])


@cache
def _shapes(path: Path) -> "Graph":
    from rdflib import Graph

    return Graph().parse(path, format="turtle")


def _new_graph() -> "Graph":
    from rdflib import Graph

    return Graph()


def _to_rdflib(term: object) -> "Node":
    from rdflib import Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"{term} is neither an IRI nor a literal")
    if term.language:
        return Literal(term.value, lang=term.language)
    # rdflib 7.6 would rewrite literals: the zone of an xsd:date is lost, 01 becomes 1.
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


@contextmanager
def _silent_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for an ill-typed literal, which the shapes find."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before
