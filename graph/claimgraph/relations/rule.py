"""Rules: CONSTRUCT queries that derive relations between claims, each with a record in its first lines.

The record has title, kind of relation, what the rule joins claims by, strength and missing premise where there are
such, when the rule fires and when not, and the sentence that it makes, in English and Japanese. A sentence has slots
such as ``{first.claimant}`` or ``{second.dataAt}``: of either claim its claimant, its statement, the subject of its
evidence, or the values that its evidence gives a property.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimgraph.errors import QuestionError
from claimgraph.namespaces import PREFIXES
from claimgraph.record import read_record, refuse_monolingual
from claimgraph.resources import ontology_folder

# What a rule joins claims by; see `corpus.families`.
JOINS = ("thing", "service", "company", "article")
_TEXTS = ("title", "fires", "unless", "sentence")
_TABLE = re.compile(r"\btable:(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, as its file has it.

    Args:
        name: the file's name without its ending.
        title: a heading, by language ("en", "ja").
        kind: the IRI of the kind of relation that it derives.
        joins: what it joins claims by, one of `JOINS`.
        strength: the IRI of the strength of its contradictions; empty for other kinds.
        fires: when it fires, in a sentence, by language.
        unless: what keeps it from firing, in a sentence, by language.
        premise: what a tension lacks for being strict, by language; empty where nothing is lacking.
        sentence: the template of a relation's reason, by language.
        sparql: the query, record and all.
    """

    name: str
    title: dict[str, str]
    kind: str
    joins: str
    strength: str
    fires: dict[str, str]
    unless: dict[str, str]
    premise: dict[str, str]
    sentence: dict[str, str]
    sparql: str

    @property
    def iri(self) -> str:
        """The rule's IRI."""
        return PREFIXES["rule"] + self.name


def read_rule(path: Path) -> Rule:
    """Read a rule from its file.

    Raises:
        QuestionError: names the file and what its record lacks, or by what no rule joins claims.
    """
    text, fields = read_record(path, ("kind", "joins", *_TEXTS))
    if fields["joins"] not in JOINS:
        raise QuestionError(f"{path}: joins is {fields['joins']!r}; wanted one of {', '.join(JOINS)}")
    refuse_monolingual(path, {name: fields[name] for name in (*_TEXTS, "premise") if name in fields})
    return Rule(
        name=path.stem,
        title=fields["title"],
        kind=_expand(fields["kind"]),
        joins=fields["joins"],
        strength=_expand(fields["strength"]) if "strength" in fields else "",
        fires=fields["fires"],
        unless=fields["unless"],
        premise=fields.get("premise", {}),
        sentence=fields["sentence"],
        sparql=text,
    )


@cache
def read_rules() -> tuple[Rule, ...]:
    """Return the rules of the ontology, by name."""
    return tuple(read_rule(path) for path in sorted((ontology_folder() / "rules").glob("*.rq")))


@cache
def read_tables() -> tuple[str, ...]:
    """Return the queries that make the tables that rules read, each after those that it reads itself."""
    files = sorted((ontology_folder() / "rules" / "tables").glob("*.rq"))
    return tuple(path.read_text(encoding="utf-8") for path in files)


def tables_for(rules: Iterable[Rule]) -> list[str]:
    """Return the queries that make the tables that these rules read, and those that such a query reads itself."""
    wanted = {name for rule in rules for name in _TABLE.findall(rule.sparql)}
    queries: list[str] = []
    for query in reversed(read_tables()):
        made = query.partition("WHERE")[0]
        if wanted & set(_TABLE.findall(made)):
            wanted |= set(_TABLE.findall(query))
            queries.insert(0, query)
    return queries


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
