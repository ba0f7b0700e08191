"""Joined: what of an article the rules read, and what they can join its claims by, with each other and with others.

See `families` for what claims are of one family by.
"""

from collections import defaultdict
from collections.abc import Iterator

from claimgraph.corpus.beside import INTERNAL, LINKS, WORK, article_of
from claimgraph.namespaces import CG, CLAIM, PASSAGE
from claimgraph.source import Source

_ROLES = (CG.actor, *WORK)
_UNREAD = (CG.attribution, CG.statement)


class Joined:
    """What rules can join the claims of an article by. A file of entities is like an article without claims.

    Args:
        source: the article.
        last: the number of the last claim of the articles before; this one's are numbered from the next.
    """

    def __init__(self, source: Source, last: int) -> None:
        self.described: dict[str, str] = defaultdict(str)  # other things, as N-Quads, by IRI
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._said: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._sharing: dict[tuple[str, str], set[str]] = defaultdict(set)  # words or a thing
        self._restated: list[tuple[str, str]] = []
        self._polarities: dict[str, str] = {}
        for subject, name, value, graph in source.statements():
            line = f"<{subject}> <{name}> {value} <{graph}> .\n"
            if graph.startswith(CLAIM):
                self._lines[graph].append(line)
                self._said[graph].append((subject, name, value[1:-1]))
            elif subject.startswith(CLAIM):
                self._record(subject, name, value[1:-1], line)
            elif not subject.startswith(PASSAGE):
                self.described[subject] += line
        self._numbers = {claim: number for number, claim in enumerate(self._lines, last + 1)}
        self._speaking: dict[str, set[str]] = defaultdict(set)  # claims that speak of a thing, or judge it
        for claim, said in self._said.items():
            for subject, name, value in said:
                self._speaking[subject].add(claim)
                if name == CG.about:
                    self._speaking[value].add(claim)

    def _record(self, claim: str, name: str, value: str, line: str) -> None:
        if name not in _UNREAD:
            self._lines[claim].append(line)
        if name == CG.passage:
            self._sharing["words", value].add(claim)
        elif name == CG.polarity:
            self._polarities[claim] = value
        elif name == CG.restates:
            self._restated.append((value, claim))

    def claims(self) -> Iterator[tuple[int, str, str]]:
        """Yield number and IRI of each claim, and as N-Quads what it says and what rules read of it."""
        for claim, number in self._numbers.items():
            yield number, claim, "".join(self._lines[claim])

    def members(self) -> Iterator[tuple[str, str, int]]:
        """Yield what each claim is joined by, the key of the family, and the claim's number."""
        members = {("thing", thing, claim) for thing, claims in self._speaking.items() for claim in claims}
        for claim, said in self._said.items():
            for subject, name, value in said:
                if name in (CG.service, CG.actor):
                    joins = "service" if name == CG.service else "company"
                    members |= {(joins, value, other) for other in self._speaking[subject]}
                elif name in WORK or value in INTERNAL:
                    members.add(("article", article_of(claim), claim))
        members |= {("article", restated, claim) for restated, claim in self._restated}
        yield from ((joins, key, self._numbers[claim]) for joins, key, claim in members)

    def sharing(self) -> Iterator[tuple[str, str, int]]:
        """Yield groups of claims of which none can be related without the others: their kind, their key, the claim."""
        groups = dict(self._sharing)
        groups |= {
            ("words", article_of(next(iter(claims))) + " " + thing): claims for thing, claims in self._speaking.items()
        }
        if any(value == CG.Cover for said in self._said.values() for _, _, value in said):
            groups["coverage", article_of(next(iter(self._lines)))] = set(self._lines)
        for (kind, key), claims in groups.items():
            if len(claims) > 1:
                yield from ((kind, key, self._numbers[claim]) for claim in claims)

    def links(self) -> Iterator[tuple[str, str, str, str, int]]:
        """Yield the ties of companies, and whose and part of what services are, with polarity and number of a claim."""
        for claim, said in self._said.items():
            for subject, name, value in said:
                if name in LINKS:
                    yield subject, name, value, self._polarities.get(claim, ""), self._numbers[claim]

    def parties(self) -> Iterator[tuple[str, str, int]]:
        """Yield the things that a claim gives an actor, a contractor or a principal, and the party."""
        for claim, said in self._said.items():
            yield from ((subject, value, self._numbers[claim]) for subject, name, value in said if name in _ROLES)
