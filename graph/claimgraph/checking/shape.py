"""Shapes: the part of SHACL that the shapes' files use, and what it means. Whatever else a file says is refused.

https://www.w3.org/TR/shacl/#core-components

Values are written as N-Triples: ``<https://…>`` or ``"…"@ja``. Two integers compare by ``sh:lessThan``; nothing else
is less than anything.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from claimgraph.errors import SourceError
from claimgraph.namespaces import RDF, SH, XSD, shorten
from claimgraph.source import read_rdf

_TYPE = RDF.type

# The properties of a node, each with its values.
About = Mapping[str, Collection[str]]


class Known(Protocol):
    """What a value's own node is known as."""

    def classes(self, value: str) -> Collection[str]:
        """Return the IRIs of the value's classes and of all above them; none for a literal."""

    def about(self, value: str) -> About:
        """Return what is said of the value by the paths that `Shapes.inner_paths` names."""


Test = Callable[[str, Known], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyShape:
    """What is wanted of the values of one property.

    Args:
        path: the property's IRI.
        message: the sentence that says what is wanted.
        least, most: how many values there may be.
        has: a value that must be among them.
        one_per_language: whether no two values may share a language.
        apart_from: a property of whose values none may be among these; or nothing.
        less_than: a property than whose values each of these must be less; or nothing.
        tests: what each value must pass.
    """

    path: str
    message: str
    least: int = 0
    most: int | None = None
    has: str = ""
    one_per_language: bool = False
    apart_from: str = ""
    less_than: str = ""
    tests: tuple[Test, ...] = ()

    @property
    def looks_at_all(self) -> bool:
        """Whether the values are looked at together, or beside those of another property, and not one by one alone."""
        return bool(self.has or self.one_per_language or self.apart_from or self.less_than)

    def accepts(self, values: Collection[str], about: About, known: Known) -> bool:
        """Tell whether there is no fault: as `faults` does, at half the cost."""
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            return False
        for test in self.tests:
            for value in values:
                if not test(value, known):
                    return False
        return not self.looks_at_all or next(self._joint_faults(values, about), None) is None

    def faults(self, values: Collection[str], about: About, known: Known) -> Iterator[str]:
        """Yield each value at fault; the empty string where the fault is in how many there are, or which are not."""
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            yield ""
        yield from (value for test in self.tests for value in values if not test(value, known))
        yield from self._joint_faults(values, about)

    def _joint_faults(self, values: Collection[str], about: About) -> Iterator[str]:
        if self.has and self.has not in values:
            yield ""
        if self.one_per_language:
            tags = [tag for tag in map(language, values) if tag]
            if len(set(tags)) < len(tags):
                yield ""
        if self.apart_from:
            yield from (value for value in values if value in about.get(self.apart_from, ()))
        if self.less_than:
            others = about.get(self.less_than, ())
            yield from (value for value in values if not all(_is_less(value, other) for other in others))


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeShape:
    """What is wanted of a node of some classes.

    Args:
        rule: the name of the shape's file.
        targets: the classes' IRIs.
        properties: the shapes of its properties, by their paths.
        required: those of them that a node without the property does not meet.
        closed: the sentence for a property that no shape names; empty if any may stand there.
    """

    rule: str
    targets: frozenset[str]
    properties: Mapping[str, Sequence[PropertyShape]]
    required: Sequence[PropertyShape]
    closed: str

    def faults(self, about: About, known: Known) -> Iterator[tuple[str, str]]:
        """Yield the sentence and the value of each fault of the node; for a property too many, its IRI is the value."""
        for path, values in about.items():
            shapes = self.properties.get(path)
            if shapes is not None:
                # What two graphs say alike is said once.
                once = values if len(values) == 1 else frozenset(values)
                for shape in shapes:
                    if not shape.accepts(once, about, known):
                        yield from ((shape.message, value) for value in shape.faults(once, about, known))
            elif self.closed and path != _TYPE:
                yield self.closed, f"<{path}>"
        for shape in self.required:
            if shape.path not in about:
                yield shape.message, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """The shapes of some files, and the paths by which they look from a node at its values' own properties."""

    shapes: tuple[NodeShape, ...]
    inner_paths: frozenset[str]

    def of(self, classes: Collection[str]) -> tuple[NodeShape, ...]:
        """Return the shapes that aim at one of the classes."""
        return tuple(shape for shape in self.shapes if not shape.targets.isdisjoint(classes))


def read_shapes(paths: Iterable[Path]) -> Shapes:
    """Read files of shapes.

    Raises:
        SourceError: names the file and what of it is outside the part of SHACL that is known here.
    """
    readers = [_Reader(path) for path in paths]
    shapes = tuple(shape for reader in readers for shape in reader.node_shapes())
    return Shapes(shapes=shapes, inner_paths=frozenset(path for reader in readers for path in reader.inner_paths))


_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def lexical(value: str) -> str:
    r"""Return an IRI, or a literal's lexical form.

    >>> lexical('<urn:x>'), lexical('"a \\"b\\""@en')
    ('urn:x', 'a "b"')
    """
    if value[0] == "<":
        return value[1:-1]
    text = value[1 : value.rindex('"')]
    return _ESCAPE.sub(_unescape, text) if "\\" in text else text


def language(value: str) -> str:
    """Return a literal's language tag, lower case, or nothing.

    >>> language('"水"@ja'), language('"water"'), language('<urn:x>')
    ('ja', '', '')
    """
    return "" if value[-1] in '">' else value[value.rindex('"') + 2 :].lower()


def _unescape(match: re.Match[str]) -> str:
    short, long, character = match.groups()
    return chr(int(short or long, 16)) if short or long else _ESCAPED.get(character, character)


def _is_less(value: str, other: str) -> bool:
    one, two = _integer(value), _integer(other)
    return one is not None and two is not None and one < two


_INTEGER = re.compile(rf'"[+-]?[0-9]+"\^\^<{re.escape(XSD.integer)}>')
_DATE = re.compile(rf'"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"\^\^<{re.escape(XSD.date)}>')


# Paragraphs, sentences and positions: few numbers, many times.
@lru_cache(maxsize=65536)
def _integer(value: str) -> int | None:
    return int(lexical(value)) if _INTEGER.fullmatch(value) else None


@lru_cache(maxsize=4096)
def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    try:
        return match is not None and date.fromisoformat(match[1]) is not None
    except ValueError:
        return False


def _is_of(datatype: str) -> Callable[[str], bool]:
    # SPARQL 1.1, and so SHACL, looks into no lexical form of these.
    return lambda value: value[0] == '"' and value.endswith(f'"^^<{datatype}>')


_DATATYPES: dict[str, Callable[[str], bool]] = {
    RDF.langString: lambda value: language(value) != "",
    XSD.anyURI: _is_of(XSD.anyURI),
    XSD.date: _is_date,
    XSD.gYear: _is_of(XSD.gYear),
    XSD.gYearMonth: _is_of(XSD.gYearMonth),
    XSD.integer: lambda value: _integer(value) is not None,
    XSD.string: lambda value: value[0] == value[-1] == '"',
}

_DESCRIPTION = {RDF.type, SH.name}
_VALUE = {
    SH.class_, SH.datatype, SH.in_, SH.languageIn, SH.maxLength, SH.minExclusive, SH.minInclusive, SH.minLength,
    SH.node, SH.nodeKind, SH.or_, SH.pattern,
}  # fmt: skip
_PROPERTY = {SH.path, SH.message, SH.minCount, SH.maxCount, SH.hasValue, SH.uniqueLang}
_PAIR = {SH.disjoint, SH.lessThan}
_TARGET = {SH.targetClass, SH.message, SH.closed, SH.ignoredProperties, SH.property}
# What a shape may say more than once.
_MANY = {SH.property, SH.targetClass}


class _Reader:
    """A file's shapes, node by node; nodes and values are written as N-Triples."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.inner_paths: set[str] = set()
        self.nodes: dict[str, dict[str, list[str]]] = {}
        self.seen: set[str] = set()
        for quad in read_rdf(path).quads:
            self.nodes.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(str(quad.object))

    def node_shapes(self) -> list[NodeShape]:
        """Return the shapes that aim at classes."""
        shapes = [self.node_shape(node) for node, said in self.nodes.items() if SH.targetClass in said]
        for node, said in self.nodes.items():
            if node not in self.seen:
                raise self.refusal(node, f"is a shape that nothing uses ({', '.join(map(shorten, said))})")
        return shapes

    def node_shape(self, node: str) -> NodeShape:
        said = self.say(node, _DESCRIPTION | _TARGET)
        closed = self.one(node, SH.closed) == _literal("true", XSD.boolean)
        if closed != (SH.closed in said) or (closed and self.items(node, SH.ignoredProperties) != [f"<{RDF.type}>"]):
            raise self.refusal(node, "wanted sh:closed true and sh:ignoredProperties ( rdf:type ), or neither")
        properties: dict[str, list[PropertyShape]] = {}
        for one in said[SH.property]:
            shape = self.property_shape(one, inner=False)
            properties.setdefault(shape.path, []).append(shape)
        return NodeShape(
            rule=self.path.stem,
            targets=frozenset(map(lexical, said[SH.targetClass])),
            properties=properties,
            required=[one for shapes in properties.values() for one in shapes if one.least or one.has],
            closed=self.text(node, SH.message) if closed else "",
        )

    def property_shape(self, node: str, *, inner: bool) -> PropertyShape:
        self.say(node, _DESCRIPTION | _VALUE | _PROPERTY | (set() if inner else _PAIR))
        path, most = self.text(node, SH.path), self.text(node, SH.maxCount)
        if not path or not (self.text(node, SH.message) or inner) or path == RDF.type:
            raise self.refusal(node, "wanted sh:path, a property other than rdf:type, and sh:message")
        if inner:
            self.inner_paths.add(path)
        return PropertyShape(
            path=path,
            message=self.text(node, SH.message),
            least=int(self.text(node, SH.minCount) or 0),
            most=int(most) if most else None,
            has=self.one(node, SH.hasValue),
            one_per_language=self.text(node, SH.uniqueLang) == "true",
            apart_from=self.text(node, SH.disjoint),
            less_than=self.text(node, SH.lessThan),
            tests=tuple(self.tests(node)),
        )

    def tests(self, node: str) -> Iterator[Test]:
        """Yield what a value must pass by the shape of a property or a shape within it."""
        said = self.nodes[node]
        if SH.class_ in said:
            class_ = self.text(node, SH.class_)
            yield lambda value, known: class_ in known.classes(value)
        if SH.datatype in said:
            is_typed = _DATATYPES.get(self.text(node, SH.datatype))
            if is_typed is None:
                raise self.refusal(node, f"has sh:datatype {self.one(node, SH.datatype)}, which is not known here")
            yield lambda value, _: is_typed(value)
        if SH.nodeKind in said:
            if self.text(node, SH.nodeKind) != SH.IRI:
                raise self.refusal(node, f"has sh:nodeKind {self.one(node, SH.nodeKind)}; wanted sh:IRI")
            yield lambda value, _: value[0] == "<"
        if SH.in_ in said:
            members = frozenset(self.items(node, SH.in_))
            yield lambda value, _: value in members
        if SH.languageIn in said:
            tags = frozenset(lexical(tag).lower() for tag in self.items(node, SH.languageIn))
            yield lambda value, _: (tag := language(value)) in tags or tag.partition("-")[0] in tags
        yield from self.range_tests(node)
        yield from self.text_tests(node)
        if SH.or_ in said:
            choices = tuple(self.shape_test(choice) for choice in self.items(node, SH.or_))
            yield lambda value, known: any(choice(value, known) for choice in choices)
        if SH.node in said:
            yield self.shape_test(self.one(node, SH.node))

    def range_tests(self, node: str) -> Iterator[Test]:
        said = self.nodes[node]
        least, above = said.get(SH.minInclusive), said.get(SH.minExclusive)
        if (least or above) and self.text(node, SH.datatype) != XSD.integer:
            raise self.refusal(node, "has a range and not sh:datatype xsd:integer")
        if least:
            lowest = int(self.text(node, SH.minInclusive))
            yield lambda value, _: (number := _integer(value)) is not None and number >= lowest
        if above:
            bound = int(self.text(node, SH.minExclusive))
            yield lambda value, _: (number := _integer(value)) is not None and number > bound

    def text_tests(self, node: str) -> Iterator[Test]:
        said = self.nodes[node]
        if SH.pattern in said:
            pattern = re.compile(self.text(node, SH.pattern))
            yield lambda value, _: pattern.search(lexical(value)) is not None
        if SH.minLength in said:
            shortest = int(self.text(node, SH.minLength))
            yield lambda value, _: len(lexical(value)) >= shortest
        if SH.maxLength in said:
            longest = int(self.text(node, SH.maxLength))
            yield lambda value, _: len(lexical(value)) <= longest

    def shape_test(self, node: str) -> Test:
        """Return whether a value conforms to a shape within another."""
        said = self.say(node, _DESCRIPTION | _VALUE | {SH.property})
        tests = tuple(self.tests(node))
        properties = tuple(self.property_shape(one, inner=True) for one in said.get(SH.property, ()))

        def conforms(value: str, known: Known) -> bool:
            if not all(test(value, known) for test in tests):
                return False
            about: About = known.about(value) if properties else {}
            return all(shape.accepts(about.get(shape.path, ()), about, known) for shape in properties)

        return conforms

    def say(self, node: str, known: set[str]) -> dict[str, list[str]]:
        """Return what is said of a node, of which every word must be known."""
        said = self.nodes.get(node)
        if said is None:
            raise self.refusal(node, "is no shape of this file")
        self.seen.add(node)
        for word, values in said.items():
            if word not in known:
                raise self.refusal(node, f"says {shorten(word)}, which is not known here")
            if len(values) > 1 and word not in _MANY:
                raise self.refusal(node, f"says {shorten(word)} more than once")
        return said

    def one(self, node: str, word: str) -> str:
        return self.nodes[node].get(word, [""])[0]

    def text(self, node: str, word: str) -> str:
        value = self.one(node, word)
        return lexical(value) if value and not value.startswith("_:") else ""

    def items(self, node: str, word: str) -> list[str]:
        cell, items = self.one(node, word), list[str]()
        while cell in self.nodes:
            self.seen.add(cell)
            items.append(self.one(cell, RDF.first))
            cell = self.one(cell, RDF.rest)
        return items

    def refusal(self, node: str, found: str) -> SourceError:
        name = "a shape without a name" if node.startswith("_:") else shorten(lexical(node))
        about = self.text(node, SH.path) if node in self.nodes else ""
        return SourceError(self.path, None, f"{name}{f' of {shorten(about)}' if about else ''} {found}")


def _literal(text: str, datatype: str) -> str:
    return f'"{text}"^^<{datatype}>'
