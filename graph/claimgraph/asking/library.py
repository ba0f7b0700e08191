"""The library: as a table of contents for people, and in the graph as records that query editors read.

https://www.w3.org/TR/shacl/#dfn-sparql-executables

The shape is that of the SPARQL examples of the Swiss Institute of Bioinformatics, which its editor looks for.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from claimgraph.asking.question import GROUPS, Question
from claimgraph.model import Term
from claimgraph.namespaces import PREFIXES, QUERIES, RDF, RDFS, SCHEMA, SH, XSD
from claimgraph.source import Source, make_source

_LANGUAGE_STRING = RDF.langString


def describe_questions(folder: Path, questions: tuple[Question, ...]) -> Source:
    """Return the questions' records, with the prefixes that they use, in a graph of their own."""
    return make_source(folder, QUERIES, [*_prefixes(), *(triple for one in questions for triple in _record(one))])


def list_questions(questions: tuple[Question, ...], width: int) -> str:
    """Return the questions group by group, each with its parameters, for a terminal of so many cells."""
    from textwrap import wrap

    column = max((len(question.name) for question in questions), default=0) + 2
    lines: list[str] = []
    for group, members in groupby(questions, key=lambda question: question.group):
        lines += ["", f"{GROUPS[group]['en']}  {GROUPS[group]['ja']}"]
        for question in members:
            values = " ".join(f"-p {one.name}={one.example}" for one in question.parameters if one.name != "lang")
            text = f"{question.question['en']}{f'  [{values}]' if values else ''}"
            first, *rest = wrap(text, max(30, width - column - 2))
            lines += [f"  {question.name:<{column}}{first}", *(" " * (column + 2) + line for line in rest)]
    return "\n".join(lines[1:]) + "\n" if lines else "no questions\n"


def _record(question: Question) -> Iterator[tuple[str, str, Term]]:
    query = PREFIXES["query"] + question.name
    yield query, RDF.type, Term(value=SH.SPARQLExecutable)
    yield query, RDF.type, Term(value=SH.SPARQLSelectExecutable)
    for language in sorted(question.title):
        yield query, RDFS.label, _text(question.title[language], language)
        yield query, RDFS.comment, _text(question.question[language], language)
    for tag in question.tags:
        yield query, SCHEMA.keywords, _string(tag)
    yield query, SH.prefixes, Term(value=QUERIES)
    yield query, SH.select, _string(question.sparql)


def _prefixes() -> Iterator[tuple[str, str, Term]]:
    for prefix, namespace in sorted(PREFIXES.items()):
        declaration = PREFIXES["prefix"] + prefix
        yield QUERIES, SH.declare, Term(value=declaration)
        yield declaration, SH.prefix, _string(prefix)
        yield declaration, SH.namespace, Term(value=namespace, datatype=XSD.anyURI)


def _string(text: str) -> Term:
    return Term(value=text, datatype=XSD.string)


def _text(text: str, language: str) -> Term:
    return Term(value=text, datatype=_LANGUAGE_STRING, language=language)
