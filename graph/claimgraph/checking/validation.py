"""Validation: the shapes over claims and their graphs together, through one view that keeps claims apart.

https://www.w3.org/TR/shacl/

SHACL sees one graph, and "exactly one operation" must hold in each claim: put into one graph, two claims about one
activity would give it two. So the view gives a node that a claim's graph types a node of its own for that claim,
wherever the graph says something of it:

    the claim's graph       activity:x a cg:Activity ; cg:dataAt loc:KR
    the view                claim:y view:proposes activity:x
                            activity:x as claim:y has it    a view:Activity ; cg:dataAt loc:KR
                            activity:x                      a cg:Activity

``view:Activity`` is the class that a claim's shape aims at, and ``cg:Activity`` the one that the name's shape
(label in both languages) aims at and that other nodes point to. Sub-classes hold among view classes as among
their originals. What a claim says of a node that it does not type stays with the node; it is proposed as well.
The view is for validation only and is never stored.

It is never whole in memory either. One pass over the sources learns every node's classes and where it is first
spoken of; a second one, source by source from the last, holds one source's nodes and those that wait for their first.
"""

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimgraph.checking.shape import About, NodeShape, PropertyShape, Shapes, Test, lexical, read_shapes
from claimgraph.model import Finding
from claimgraph.namespaces import BASE, CG, RDF, RDFS, shorten
from claimgraph.resources import ontology_folder
from claimgraph.source import Source

_VIEW = BASE + "view#"
_PROPOSES = _VIEW + "proposes"
_TYPE = RDF.type
_CLAIM = f"<{CG.Claim}>"
_NONE: frozenset[str] = frozenset()

# What is said of a node: paths, and beside each its value as N-Triples.
_Said = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What to look at in nodes of some classes that say some paths, each in its place.

    Args:
        one_by_one: tests, and the place of the value that must pass it.
        together: shapes that want all values of a property, and the places of these by the paths that they look at.
    """

    one_by_one: Sequence[tuple[Test, int]]
    together: Sequence[tuple[PropertyShape, Sequence[tuple[str, Sequence[int]]]]]


def shape_files() -> list[Path]:
    """Return the files of shapes, one for each target class."""
    return sorted((ontology_folder() / "shapes").glob("*.ttl"))


def validate(sources: Iterable[Source]) -> list[Finding]:
    """Return what the shapes find wrong with the sources, which include the ontology's, sorted and each once.

    A finding's rule is the name of the shape's file. Its focus is the node, or, where the fault lies in what a claim
    says of a node, the claim, and its sentence begins with the node. It says what is wanted and what stands there.

    Args:
        sources: are read twice; a claim's graph stands in one of them.

    Raises:
        SourceError: if a file of shapes says what `shape` does not know.
    """
    sources = tuple(sources)
    return sorted(set(_View(sources, _shapes()).findings()))


@cache
def _shapes() -> Shapes:
    return read_shapes(shape_files())


class _View:
    """What the sources say, as the shapes see it."""

    def __init__(self, sources: Collection[Source], shapes: Shapes) -> None:
        self.sources = tuple(sources)
        self.shapes = shapes
        # The source, by its number, that is the first to speak of a node.
        self.first: dict[str, int] = {}
        # A node's classes and all above them. There are few sets of classes, so each is kept once.
        self.types: dict[str, frozenset[str]] = {}
        self.claims: set[str] = set()
        self.above: dict[str, set[str]] = defaultdict(set)
        self.inner: dict[str, dict[str, list[str]]] = {}
        self._above_of: dict[frozenset[str], frozenset[str]] = {}
        self._plans: dict[tuple[frozenset[str], tuple[str, ...]], _Plan | None] = {}
        self._learn()

    def classes(self, value: str) -> Collection[str]:
        """Return the IRIs of the value's classes and of all above them."""
        return self.types.get(value[1:-1], _NONE) if value[0] == "<" else _NONE

    def about(self, value: str) -> About:
        """Return what is said of the value by the shapes' inner paths."""
        return self.inner.get(value[1:-1], {}) if value[0] == "<" else {}

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong, some of it again."""
        waiting: dict[str, _Said] = {}
        for number in range(len(self.sources) - 1, -1, -1):
            nodes = yield from self._claims_findings(self.sources[number])
            for name, said in nodes.items():
                if name in waiting:
                    said[0].extend(waiting[name][0])
                    said[1].extend(waiting.pop(name)[1])
                if self.first[name] < number:
                    waiting[name] = said
                else:
                    for rule, sentence in self._faults(self.types.get(name, _NONE), said):
                        yield Finding(rule=rule, focus=name, sentence=sentence)

    def _learn(self) -> None:
        """Read what a node must be known by before any is looked at."""
        looked_at = {_TYPE, RDFS.subClassOf, *self.shapes.inner_paths}
        others: list[tuple[str, str, str, str, set[tuple[str, str]]]] = []
        grown: dict[tuple[frozenset[str], str], frozenset[str]] = {}
        kept: dict[frozenset[str], frozenset[str]] = {}
        for number, source in enumerate(self.sources):
            for node in source.subjects():
                self.first.setdefault(node, number)
            typed: set[tuple[str, str]] = set()
            for node, path, value, graph in source.statements(looked_at):
                if path == _TYPE:
                    step = self.types.get(node, _NONE), value
                    types = grown.get(step)
                    if types is None:
                        more = step[0] | {lexical(value)}
                        types = grown[step] = kept.setdefault(more, more)
                    self.types[node] = types
                    typed.add((node, graph))
                    if value == _CLAIM:
                        self.claims.add(node)
                else:
                    others.append((node, path, value, graph, typed))
        for node, path, value, graph, typed in others:
            said = graph in self.claims
            if path in self.shapes.inner_paths and not (said and (node, graph) in typed):
                self.inner.setdefault(node, {}).setdefault(path, []).append(value)
            if path == RDFS.subClassOf:
                self.above[node].add(lexical(value))
                if not said:
                    self.above[_view_class(node)].add(_view_class(lexical(value)))
        for node, types in self.types.items():
            self.types[node] = self._with_above(types)

    def _claims_findings(self, source: Source) -> Generator[Finding, None, dict[str, _Said]]:
        """Yield what is wrong with the nodes that claims of a source type; return the source's other nodes."""
        graphs: dict[tuple[str, str], _Said] = defaultdict(lambda: ([], []))
        last: tuple[str, str] | None = None
        for node, path, value, graph in source.statements():
            # Most lines are about what the one before is about.
            if last is None or node != last[1] or graph != last[0]:
                last = graph, node
                paths, values = graphs[last]
            paths.append(path)
            values.append(value)
        nodes: dict[str, _Said] = {}
        for (graph, node), said in graphs.items():
            if graph in self.claims:
                paths, values = said
                if _TYPE in paths:
                    types = (value for path, value in zip(paths, values, strict=True) if path == _TYPE)
                    classes = self._with_above(frozenset(_view_class(lexical(value)) for value in types))
                    for rule, sentence in self._faults(classes, said):
                        yield Finding(rule=rule, focus=graph, sentence=f"{shorten(node)}: {sentence}")
                    said = ([], [])
                _merge(nodes, graph, ([_PROPOSES], [f"<{node}>"]))
            _merge(nodes, node, said)
        return nodes

    def _faults(self, classes: frozenset[str], said: _Said) -> Iterator[tuple[str, str]]:
        """Yield the rule and the sentence of each fault of a node of these classes and of no others."""
        if self._is_plainly_right(classes, said):
            return
        about: dict[str, list[str]] = {}
        for path, value in zip(*said, strict=True):
            about.setdefault(path, []).append(value)
        for shape in self.shapes.of(classes):
            for message, value in shape.faults(about, self):
                yield shape.rule, f"{message}{_found(value)}"

    def _is_plainly_right(self, classes: frozenset[str], said: _Said) -> bool:
        """Tell whether a node has no fault, where that is quickly told.

        Nearly every node has none, and is like thousands of others but for its values. So what the paths alone decide
        is decided once for all nodes of the same classes and paths, and only the values are looked at each time.
        """
        paths, values = said
        like = classes, tuple(paths)
        if like not in self._plans:
            self._plans[like] = _plan(self.shapes.of(classes), paths)
        plan = self._plans[like]
        if plan is None:
            return False
        for test, place in plan.one_by_one:
            if not test(values[place], self):
                return False
        for shape, looked_at in plan.together:
            about = {path: [values[place] for place in places] for path, places in looked_at}
            if not shape.accepts(frozenset(about[shape.path]), about, self):
                return False
        return True

    def _with_above(self, types: frozenset[str]) -> frozenset[str]:
        found = self._above_of.get(types)
        if found is None:
            reached, next_ = set(types), list(types)
            while next_:
                higher = self.above.get(next_.pop(), set()) - reached
                reached |= higher
                next_ += higher
            found = self._above_of[types] = frozenset(reached)
        return found


def _merge(nodes: dict[str, _Said], node: str, more: _Said) -> None:
    said = nodes.setdefault(node, more)
    if said is not more:
        said[0].extend(more[0])
        said[1].extend(more[1])


def _plan(shapes: Iterable[NodeShape], paths: Sequence[str]) -> _Plan | None:
    """Return what to look at in nodes that say these paths; None if that they say these is a fault."""
    places = {path: [place for place, other in enumerate(paths) if other == path] for path in paths}
    one_by_one: list[tuple[Test, int]] = []
    together: list[tuple[PropertyShape, list[tuple[str, list[int]]]]] = []
    for shape in shapes:
        if any(one.path not in places for one in shape.required):
            return None
        for path, found in places.items():
            if shape.closed and path != _TYPE and path not in shape.properties:
                return None
            for one in shape.properties.get(path, ()):
                # A value that is said twice counts once, so how many there are may lie in the values.
                if one.looks_at_all or one.least > 1 or (one.most is not None and len(found) > one.most):
                    paths_of = {path, one.apart_from, one.less_than}
                    together.append((one, [(other, places[other]) for other in paths_of & places.keys()]))
                else:
                    one_by_one += [(test, place) for test in one.tests for place in found]
    return _Plan(one_by_one=one_by_one, together=together)


def _view_class(iri: str) -> str:
    return _VIEW + iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _found(value: str) -> str:
    if not value:
        return ""
    if value[0] == "<":
        return f" Found {shorten(lexical(value))}."
    text, quote, kind = value.rpartition('"')
    return f" Found {text}{quote}{f'^^{shorten(kind[3:-1])}' if kind.startswith('^^') else kind}."
