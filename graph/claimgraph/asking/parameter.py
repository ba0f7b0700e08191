"""Parameters: what a user writes for a question's value, found in the graph and bound into the query as a term.

A question marks the line that a value takes with ``#= name`` at its end. Without a value the line stays as it is,
a comment or a VALUES line with the default; with one it becomes ``VALUES ?name { term }``. A value is thus data of
the query whatever it holds, on any engine, and the file as it stands runs anywhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.errors import QuestionError
from claimgraph.model import Term
from claimgraph.namespaces import PREFIXES, XSD, shorten
from claimgraph.resources import lookup
from claimgraph.store import Store

_MARKED = re.compile(r"^.*#= *(\w+) *$", re.MULTILINE)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# https://www.w3.org/TR/sparql11-query/#rIRIREF
_ILLEGAL_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a question takes.

    Args:
        name: the variable that is bound.
        type: "date" (a day, a month or a year), "text", "language" (en or ja), "thing", or a class with its prefix,
            such as "dpv:Country", if a thing of that kind is wanted.
        meaning: what it is for, by language.
        example: a value that answers on the shipped story.
    """

    name: str
    type: str
    meaning: dict[str, str]
    example: str


def marked(sparql: str) -> list[str]:
    """Return the names of the parameters whose lines a query marks, in order.

    >>> marked('SELECT * WHERE {\\n  #= country\\n  VALUES ?lang { "en" } #= lang\\n}')
    ['country', 'lang']
    """
    return _MARKED.findall(sparql)


def bind(sparql: str, values: Mapping[str, Term]) -> str:
    """Return the query with the lines of the parameters given replaced by their values.

    >>> text = 'SELECT * WHERE {\\n  VALUES ?lang { "en" } #= lang\\n}'
    >>> string = "http://www.w3.org/2001/XMLSchema#string"
    >>> bind(text, {"lang": Term(value='j"a', datatype=string)})
    'SELECT * WHERE {\\n  VALUES ?lang { "j\\\\"a" }\\n}'
    """

    def replace(match: re.Match[str]) -> str:
        term = values.get(match.group(1))
        return match.group() if term is None else f"  VALUES ?{match.group(1)} {{ {to_sparql(term)} }}"

    return _MARKED.sub(replace, sparql)


def to_sparql(term: Term) -> str:
    """Return a term as SPARQL writes it.

    Raises:
        QuestionError: if an IRI holds a character that no IRI can.
    """
    if term.is_iri:
        if _ILLEGAL_IN_IRI.search(term.value):
            raise QuestionError(f"<{term.value}> is not an IRI; it holds a character that no IRI can")
        return f"<{term.value}>"
    text = f'"{term.value.translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype == XSD.string else f"{text}^^<{term.datatype}>"


def resolve(store: Store, parameter: Parameter, written: str) -> Term:
    """Return the term that a user means by what they wrote.

    A thing can be written as an IRI, a prefixed name, the last part of its IRI, a name in either language, or a code
    such as JP; upper and lower case are one.

    Raises:
        QuestionError: if nothing fits, or several things do; lists what might be meant.
    """
    text = Term(value=written, datatype=XSD.string)
    match parameter.type:
        case "text":
            return text
        case "language":
            if written not in ("en", "ja"):
                raise QuestionError(f"{parameter.name} is {written!r}; wanted en or ja")
            return text
        case "date":
            if _DATE.fullmatch(written) is None:
                raise QuestionError(f"{parameter.name} is {written!r}; wanted a day, a month or a year: 2021-06-30")
            return text
        case kind:
            return _find_thing(store, parameter.name, kind, written)


def _find_thing(store: Store, name: str, kind: str, written: str) -> Term:
    prefix, _, local = written.partition(":")
    if local.startswith("//"):
        return Term(value=written)
    if local and prefix in PREFIXES:
        return Term(value=PREFIXES[prefix] + local)
    wanted = None if kind == "thing" else _narrower_kinds(store, kind)
    rows = [row for row in store.select(lookup("named-things")).texts() if wanted is None or row["kind"] in wanted]
    said = written.casefold()
    found = sorted({row["thing"] for row in rows if row["name"].casefold() == said})
    # A name counts before the last part of an IRI: "LINE" is the company of that name, whatever else ends in line.
    found = found or sorted({row["thing"] for row in rows if row["thing"].rsplit("/", 1)[-1].casefold() == said})
    if len(found) == 1:
        return Term(value=found[0])
    if found:
        raise QuestionError(f"{name} {written!r} may mean {' or '.join(map(shorten, found))}; write one of these")
    from difflib import get_close_matches  # only a name that is not known has near ones

    names = {row["name"].casefold(): row["name"] for row in rows}
    near = get_close_matches(said, names, n=3, cutoff=0.5) or sorted(names)[:8]
    raise QuestionError(f"{name} {written!r} is not known; did you mean {', '.join(repr(names[one]) for one in near)}?")


def _narrower_kinds(store: Store, kind: str) -> set[str]:
    prefix, _, local = kind.partition(":")
    wanted = {PREFIXES[prefix] + local}
    wider = [(row["kind"], row["wider"]) for row in store.select(lookup("kinds-of-kinds")).texts()]
    while more := {narrow for narrow, broad in wider if broad in wanted} - wanted:
        wanted |= more
    return wanted
