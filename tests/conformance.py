"""The W3C's SPARQL tests: cases read from their manifests, and asked of the command line and of the bare engine.

https://www.w3.org/2001/sw/DataAccess/tests/README.html

The command line has no option for a base IRI or for the graph that a file goes into. So a case's query and Turtle
data are handed over as copies that begin with their base, and what goes into a named graph, or is RDF/XML (which
claimgraph refuses), as N-Quads.
"""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node, URIRef

from claimgraph.cli import main
from tests.answers import Answer, Table, difference, read_answer

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
# Where the published manifests stand; their relative IRIs are resolved against it.
SITE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"

EVALUATION = {MF.QueryEvaluationTest, MF.CSVResultFormatTest}
SYNTAX = {MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11}

_RDF = {".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML, ".ttl": ox.RdfFormat.TURTLE}
_FORMS = {".csv": "csv", ".srj": "json", ".srx": "xml", ".tsv": "tsv", ".ttl": "turtle"}
_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {"ntriples": ox.RdfFormat.N_TRIPLES, "turtle": ox.RdfFormat.TURTLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """A file of triples, its IRI, and whether they go into the graph of that name or into the default graph."""

    path: Path
    iri: str
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test of the W3C's.

    Args:
        name: its folder and its local name.
        kind: its class.
        query: the query's file.
        base: the query's IRI.
        data: what is queried.
        result: the file with the answer, which a test of syntax has not.
    """

    name: str
    kind: URIRef
    query: Path
    base: str
    data: tuple[Data, ...] = ()
    result: Path | None = None

    def text(self) -> str:
        return self.query.read_text(encoding="utf-8")

    def wanted(self) -> Answer:
        assert self.result is not None
        return read_answer(self.result.read_bytes(), _FORMS[self.result.suffix], self.base)

    def is_typed(self) -> bool:
        """Tell an answer whose literals have datatypes from CSV."""
        return self.result is not None and self.result.suffix != ".csv"

    def forms(self) -> tuple[str, ...]:
        """Return the forms that the answer can have, the one that the case gives first."""
        assert self.result is not None
        wanted, own = self.wanted(), _FORMS[self.result.suffix]
        if isinstance(wanted, Graph):
            forms = tuple(_GRAPHS)
        else:
            # CSV and TSV have no truth values.
            forms = tuple(_TABLES) if isinstance(wanted, Table) else ("json", "xml")
        return tuple(sorted(forms, key=lambda form: (form != own, form)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a case's query got: an answer in one of the forms, or a refusal."""

    content: bytes = b""
    refusal: str = ""
    is_syntax: bool = False


def read_names(manifest: Path) -> list[str]:
    """Return the names of the tests that a manifest lists, of whatever kind."""
    return [_name(manifest, entry) for entry in _entries(_read_graph(manifest))]


def read_cases(manifest: Path) -> Iterator[Case]:
    """Yield the tests of a manifest that has only tests of queries."""
    graph, folder, base = _read_graph(manifest), manifest.parent, _base(manifest)

    def file(node: Node) -> Path:
        assert str(node).startswith(base), f"{manifest}: {node} stands outside the folder"
        return folder / str(node).removeprefix(base)

    for entry in _entries(graph):
        kind, action, result = (graph.value(entry, role) for role in (RDF.type, MF.action, MF.result))
        assert kind in EVALUATION | SYNTAX, f"{manifest}: {entry} is of the kind {kind}"
        assert isinstance(kind, URIRef)
        assert action is not None, f"{manifest}: {entry} has no action"
        query = graph.value(action, QT.query) or action
        data = (
            Data(path=file(node), iri=str(node), is_named=role == QT.graphData)
            for role in (QT.data, QT.graphData)
            for node in graph.objects(action, role)
        )
        yield Case(
            name=_name(manifest, entry),
            kind=kind,
            query=file(query),
            base=str(query),
            data=tuple(sorted(data, key=lambda source: (source.is_named, source.iri))),
            result=file(result) if result is not None and kind in EVALUATION else None,
        )


def _base(manifest: Path) -> str:
    return f"{SITE}{manifest.parent.name}/"


def _read_graph(manifest: Path) -> Graph:
    graph = Graph()
    graph.parse(manifest, format="turtle", publicID=_base(manifest) + manifest.name)
    return graph


def _entries(graph: Graph) -> Iterator[Node]:
    head = graph.value(graph.value(None, RDF.type, MF.Manifest), MF.entries)
    return iter(Collection(graph, head)) if head is not None else iter(())


def _name(manifest: Path, entry: Node) -> str:
    return f"{manifest.parent.name}/{str(entry).rpartition('#')[2]}"


def ask_command_line(case: Case, form: str | None, place: Path) -> Reply:
    """Return what `claimgraph query` answers; without a form, what it shows to people.

    Args:
        case: the test.
        form: for --results.
        place: an empty folder, for the copies of query and data.
    """
    query = place / "query.rq"
    # Bytes, as they are: some tests are about line ends.
    query.write_bytes(f"BASE <{case.base}>\n".encode() + case.query.read_bytes())
    data = [_hand_over(source, place / f"data{number}") for number, source in enumerate(case.data)]
    if not data:
        data = [place / "nothing.ttl"]
        data[0].touch()
    shape = [] if form is None else ["--results", form]
    arguments = ["query", "--no-union", "--file", str(query), "--data", *map(str, data), *shape]
    held = io.BytesIO()
    messages = io.StringIO()
    with contextlib.redirect_stdout(io.TextIOWrapper(held, write_through=True)), contextlib.redirect_stderr(messages):
        status = main(arguments)
        content = held.getvalue()
    if status != 0:
        said = messages.getvalue()
        return Reply(refusal=said, is_syntax="the query is not SPARQL" in said)
    return Reply(content=content)


def _hand_over(source: Data, copy: Path) -> Path:
    if source.path.suffix == ".ttl" and not source.is_named:
        copy = copy.with_suffix(".ttl")
        copy.write_bytes(f"@base <{source.iri}> .\n".encode() + source.path.read_bytes())
        return copy
    name = ox.NamedNode(source.iri) if source.is_named else ox.DefaultGraph()
    triples = ox.parse(path=source.path, format=_RDF[source.path.suffix], base_iri=source.iri, rename_blank_nodes=True)
    copy = copy.with_suffix(".nq")
    ox.serialize(
        (ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in triples),
        copy,
        format=ox.RdfFormat.N_QUADS,
    )
    return copy


def ask_engine(case: Case, form: str | None) -> Reply:
    """Return what pyoxigraph answers when nothing of ours stands between."""
    store = ox.Store()
    for source in case.data:
        name = ox.NamedNode(source.iri) if source.is_named else ox.DefaultGraph()
        store.load(path=source.path, format=_RDF[source.path.suffix], base_iri=source.iri, to_graph=name)
    try:
        answer = store.query(case.text(), base_iri=case.base)
        if form is None:
            return Reply()
        held = io.BytesIO()
        if isinstance(answer, ox.QueryTriples):
            answer.serialize(held, format=_GRAPHS[form])
        else:
            answer.serialize(held, format=_TABLES[form])
        return Reply(content=held.getvalue())
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        return Reply(refusal=str(error), is_syntax=isinstance(error, SyntaxError))


def judge(case: Case, form: str | None, reply: Reply) -> str:
    """Return in a sentence what is wrong with a reply, or nothing."""
    if case.kind == MF.NegativeSyntaxTest11:
        if reply.is_syntax:
            return ""
        return f"refused, but not for its syntax: {reply.refusal}" if reply.refusal else "answered; wanted a refusal"
    if reply.refusal:
        return f"refused: {reply.refusal}"
    if form is None:
        return ""
    # After the last brace, for the order of a sub-select is lost.
    in_order = "ORDER BY" in case.text().rpartition("}")[2].upper()
    found = read_answer(reply.content, form)
    return difference(found, case.wanted(), in_order=in_order, typed=form != "csv" and case.is_typed())


def agree(reply: Reply, other: Reply, form: str | None) -> bool:
    """Tell whether two replies are the same: refusals for the same reason, or answers of one value."""
    if reply.refusal or other.refusal or form is None:
        return (bool(reply.refusal), reply.is_syntax) == (bool(other.refusal), other.is_syntax)
    return not difference(read_answer(reply.content, form), read_answer(other.content, form), typed=form != "csv")
