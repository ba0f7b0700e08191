"""Families: all claims of a corpus in parts that fit into memory, such that a rule finds in one part all that it joins.

A rule's record says what it joins claims by. Of one family are, by

- thing: the claims that speak of it, be it an activity, the matter of a judgement, or the subject of a tie;
- service: those that speak of activities with it, a part of it or its whole, as a claim of their article has it;
- company: those that speak of activities of it, or with its services, or judge these;
- article: those that restate one another, or say who works for whom and what does not leave the house.

A claim is of as many families as it has things, services and companies. A family is never divided, and small ones
share a part. With a part's claims go others of their articles, and those that tie companies or services: what they
say bears on how the part's claims are related. They themselves have not all by them that they need, so a relation
counts only if both its claims are the part's own.

What is known of the claims lies in a database on disk, which has a claim's lines at hand: RocksDB takes a fifth of a
millisecond for them, and they are wanted several times.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType

from claimgraph.corpus.joined import Joined
from claimgraph.namespaces import BASE, RELATIONS, SCHEMA
from claimgraph.relations.derivation import derive_into
from claimgraph.relations.rule import JOINS, read_rules
from claimgraph.source import Source
from claimgraph.store import Store
from claimgraph.timing import Stages

_TOGETHER = 10_000  # claims of a part, if no family has more
_TABLES = """
    PRAGMA page_size = 16384;
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE claim (number INTEGER PRIMARY KEY, iri TEXT, lines TEXT);
    CREATE TABLE thing (iri TEXT, lines TEXT);
    CREATE TABLE member (joins TEXT, key TEXT, claim INTEGER);
    CREATE TABLE sharing (kind TEXT, key TEXT, claim INTEGER);
    CREATE TABLE party (thing TEXT, party TEXT, claim INTEGER);
    CREATE TABLE link (
        one TEXT, name TEXT, other TEXT, polarity TEXT, claim INTEGER, PRIMARY KEY (one, name, other, polarity)
    );
    CREATE TEMP TABLE wanted (key TEXT PRIMARY KEY);
    CREATE TEMP TABLE part (claim INTEGER PRIMARY KEY);
    CREATE TEMP TABLE linking (claim INTEGER PRIMARY KEY);
"""
_INDEXES = (
    "CREATE INDEX claims ON claim (iri)",
    "CREATE INDEX things ON thing (iri)",
    "CREATE INDEX members ON member (joins, key)",
    "CREATE INDEX sharing_claims ON sharing (claim)",
    "CREATE INDEX sharing_keys ON sharing (kind, key)",
    "CREATE INDEX parties ON party (claim)",
    "CREATE INDEX parties_of_things ON party (thing, party)",
    "CREATE INDEX links_back ON link (other)",
)
# What claims beside a part's own have in common with these, by what the rules join them by.
_BESIDE = {"thing": "coverage", "service": "words", "company": "words", "article": ""}
# Which links of services count, and for which rules ties between the parties of a thing do.
_LINKS = {
    "thing": (SCHEMA.isPartOf,),
    "service": (SCHEMA.isPartOf,),
    "company": (SCHEMA.isPartOf, SCHEMA.provider),
    "article": (),
}
_BY_PARTIES = ("thing", "article")
_MENTIONED = re.compile(rf"<({re.escape(BASE)}[^>]*)>")


class Families:
    """The families of a corpus's claims.

    Args:
        folder: on disk, where the database is until this is closed.
    """

    def __init__(self, folder: Path) -> None:
        self._place = folder / "families.db"
        self._base = sqlite3.connect(self._place, isolation_level=None)
        self._base.executescript(_TABLES)
        self._base.execute("BEGIN")
        self._last = 0
        self._wholes: dict[str, frozenset[str]] = {}  # of a service: all services of which some are parts of others

    def __enter__(self) -> "Families":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._place.unlink()

    def take(self, source: Source) -> None:
        """Take note of an article, or of a file of entities."""
        joined = Joined(source, self._last)
        self._last += max(0, self._base.executemany("INSERT INTO claim VALUES (?, ?, ?)", joined.claims()).rowcount)
        self._base.executemany("INSERT INTO thing VALUES (?, ?)", joined.described.items())
        self._base.executemany("INSERT INTO member VALUES (?, ?, ?)", joined.members())
        self._base.executemany("INSERT INTO sharing VALUES (?, ?, ?)", joined.sharing())
        self._base.executemany("INSERT INTO party VALUES (?, ?, ?)", joined.parties())
        # That some claim says so is all that rules want to know of these.
        self._base.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?, ?)", joined.links())

    def derive_into(self, store: Store, ontology: Iterable[Source], stages: Stages) -> None:
        """Derive the relations between all claims, part by part.

        Args:
            store: takes the relations in place of those that it has.
            ontology: what the rules read besides the claims.
            stages: are told how far it is.
        """
        parts = list(self._parts())
        with TemporaryFile(dir=self._place.parent) as kept:
            for joins, keys in stages.track("derive the relations", parts, len(parts)):
                own = self._take_part(joins, keys)
                beside, found = Store.from_sources(ontology), Store()
                beside.load_lines(self._lines(joins))
                rules = [rule for rule in read_rules() if rule.joins == joins]
                derive_into(found, beside, rules=rules, is_wanted=own.issuperset)
                found.dump(kept)
            kept.seek(0)
            store.remove(RELATIONS)
            store.load_lines(kept)

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        """Yield what the families of a part are joined by, and their keys: so many as their size allows."""
        for index in _INDEXES:
            self._base.execute(index)
        self._wholes = self._find_wholes()
        for joins in JOINS:
            part, held = list[str](), 0
            for keys, size in self._sizes(joins):
                if part and held + size > _TOGETHER:
                    yield joins, part
                    part, held = [], 0
                part.extend(keys)
                held += size
            yield joins, part

    def _sizes(self, joins: str) -> Iterator[tuple[Iterable[str], int]]:
        """Yield the keys of a family, of which it has several if they are services, and how many claims it has."""
        # Families that the same article has first stand together, so that parts have few claims in common.
        query = "SELECT key, COUNT(*) FROM member WHERE joins = ? GROUP BY key ORDER BY MIN(claim)"
        sizes = dict(self._base.execute(query, [joins]))
        if joins == "company":
            query = (
                "SELECT other, COUNT(*) FROM link JOIN member ON joins = 'service' AND key = one WHERE name = ?"
                " GROUP BY other"
            )
            for company, size in self._base.execute(query, [SCHEMA.provider]):
                sizes[company] = sizes.get(company, 0) + size
        if joins != "service":
            yield from (((key,), size) for key, size in sizes.items())
        else:
            yield from (((key,), size) for key, size in sizes.items() if key not in self._wholes)
            for services in dict.fromkeys(self._wholes.values()):
                yield services, sum(sizes.get(one, 0) for one in services)

    def _find_wholes(self) -> dict[str, frozenset[str]]:
        import networkx

        parts = self._base.execute("SELECT one, other FROM link WHERE name = ?", [SCHEMA.isPartOf])
        wholes = map(frozenset, networkx.connected_components(networkx.Graph(parts.fetchall())))
        return {service: whole for whole in wholes for service in whole}

    def _take_part(self, joins: str, keys: Iterable[str]) -> set[str]:
        """Make the claims of some families the part; return their IRIs."""
        self._want(keys)
        self._base.execute("DELETE FROM part")
        self._add("part", "SELECT claim FROM wanted JOIN member USING (key) WHERE joins = ?", joins)
        self._add("part", "SELECT number FROM wanted JOIN claim ON iri = key")
        if joins == "company":
            services = "SELECT link.one AS key FROM wanted JOIN link ON other = key WHERE name = ?"
            self._add(
                "part",
                f"SELECT claim FROM ({services}) JOIN member USING (key) WHERE joins = 'service'",
                SCHEMA.provider,
            )
        return {iri for (iri,) in self._base.execute("SELECT iri FROM part JOIN claim ON number = claim")}

    def _lines(self, joins: str) -> Iterator[bytes]:
        """Yield as N-Quads all that rules must see to relate the claims of the part."""
        self._add(
            "part",
            "SELECT other.claim FROM part JOIN sharing AS one USING (claim) JOIN sharing AS other USING (kind, key)"
            " WHERE kind = ?",
            _BESIDE[joins],
        )
        mentioned = set[str]()
        for lines in self._read("SELECT lines FROM part JOIN claim ON number = claim"):
            mentioned.update(_MENTIONED.findall(lines))
            yield lines.encode()
        self._want(mentioned)
        yield from map(str.encode, self._read("SELECT lines FROM wanted JOIN thing ON iri = key"))
        self._link(joins, mentioned)
        lines = "SELECT lines FROM linking JOIN claim ON number = claim WHERE claim NOT IN part"
        yield from map(str.encode, self._read(lines))

    def _link(self, joins: str, mentioned: set[str]) -> None:
        """Find the claims that tie companies which the part has as parties of one thing, or that link services."""
        self._base.execute("DELETE FROM linking")
        if joins in _BY_PARTIES:
            self._add(
                "linking",
                "SELECT link.claim FROM part JOIN party AS one USING (claim) JOIN link ON link.one = one.party"
                " JOIN party AS other ON other.thing = one.thing AND other.party = link.other",
            )
        for one in mentioned.intersection(self._wholes):
            mentioned |= self._wholes[one]
        self._want(mentioned)
        for name in _LINKS[joins]:
            self._add("linking", "SELECT claim FROM wanted JOIN link ON one = key WHERE name = ?", name)

    def _want(self, keys: Iterable[str]) -> None:
        self._base.execute("DELETE FROM wanted")
        self._base.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((key,) for key in keys))

    def _add(self, table: str, query: str, *values: str) -> None:
        self._base.execute(f"INSERT OR IGNORE INTO {table} {query}", values)

    def _read(self, query: str) -> Iterator[str]:
        return (lines for (lines,) in self._base.execute(query))
