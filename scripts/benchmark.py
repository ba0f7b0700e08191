"""Ask every question of graphs that grow, and say how its time grows with them; or time the page, or all the rest.

usage: python scripts/benchmark.py questions [--sizes CLAIMS CLAIMS ...] [-o FILE]
       python scripts/benchmark.py page [-o FILE] [--runs N]
       python scripts/benchmark.py corpus [--sizes CLAIMS CLAIMS CLAIMS ...] [--runs N] [-o FILE] [--plot FILE]

How the page is timed, scripts/benchmark_page.py says; how building, checking, deriving and answering are, beside
pyoxigraph, pySHACL and rdflib, scripts/benchmark_corpus.py. Of the questions:

The graphs are the shipped story with invented articles beside it, the same in each run: they share activities,
companies and services with each other and with the story, so that questions that compare articles have work to do.
Each question is asked as it stands and with its parameters' examples. Seconds are the
processor's, so that other work on the machine does not show. Growth is log(t2/t1) / log(n2/n1) over the two largest
graphs: 1 is linear, 2 quadratic.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from math import log
from pathlib import Path
from random import Random

from claimgraph.model import Term
from claimgraph.namespaces import ARTICLE, CLAIM, ENTITIES, PREFIXES
from claimgraph.resources import lookup
from claimgraph.source import Source, make_source
from claimgraph.store import Store
from claimgraph.story import Story
from claimgraph.workspace import Workspace, read_workspace

Triple = tuple[str, str, Term]

# What is done, how often of a thousand, and what it is done with: a property and the kind of thing that it takes.
ACTIVITIES = {
    "dpv:Store": (280, "actor company, service service, hasPersonalData data, dataAt place, dataAt site, onlyAt place"),
    "dpv:Access": (90, "actor agent, service service, hasPersonalData data, accessedFrom place, dataAt place"),
    "cg:CanAccess": (100, "actor agent, service service, hasPersonalData data, accessedFrom place, dataAt site"),
    "cg:HoldAccessRight": (30, "actor agent, service service, accessedFrom place"),
    "dpv:Monitor": (100, "actor company, onBehalfOf company, hasPersonalData data, service service, happensIn place"),
    "cg:Outsource": (40, "actor company, contractor company, object activity, service service, happensIn place"),
    "cg:Suboutsource": (20, "actor company, contractor company, onBehalfOf company, object activity, happensIn place"),
    "dpv:Move": (
        100,
        "actor company, service service, hasPersonalData data, movedFrom place, movedTo place, dueBy date",
    ),
    "cg:MoveWork": (
        20,
        "actor company, object activity, movedFrom place, movedTo place, recipient company, dueBy date",
    ),
    "cg:Inform": (100, "actor company, object topic, instrument document, recipient agent, date date"),
    "cg:Encrypt": (40, "actor company, hasPersonalData data, service service, instrument service, condition condition"),
    "cg:StopUse": (20, "actor authority, service service, date date, inResponseTo event"),
    "cg:GiveGuidance": (20, "actor authority, recipient company, date date, inResponseTo event"),
    "cg:Comply": (20, "actor company, object document, since date"),
    "cg:RestrictAccess": (20, "actor company, accessedFrom place, hasPersonalData data, onlyAt place"),
}
# What is said of a thing that is no activity: its kind, what it is said to be, and with what.
RELATIONS = (
    ("judgement", "cg:Judgement", "about activity, judgedAs quality, heldBy agent"),
    ("judgement", "cg:Judgement", "about topic, judgedAs quality"),
    ("incident", "risk:Incident", "incidentStatus status of an incident, inResponseTo event"),
    ("membership", "org:Membership", "member person, organization company, role role"),
    ("renaming", "cg:Renaming", "renamedFrom company, renamedTo company"),
    ("event", "cg:PressConference", "organizer company, performer person, date date"),
    ("company", "", "isSubsidiaryOf company"),
    ("company", "", "affiliateOf company, hasLocation place"),
    ("company", "", "groupCompanyOf company"),
    ("company", "", "outsourcesTo company"),
    ("service", "", "provider company"),
)
PROPERTIES = {
    "dpv": "hasLocation hasPersonalData isSubsidiaryOf",
    "org": "member organization role",
    "schema": "organizer performer provider",
}
# The kinds of the shipped story's things, and how many claims there are to one more invented thing of that kind.
KINDS = {
    "activity": ("cg:Activity", 3),
    "authority": ("schema:GovernmentOrganization", 500),
    "certainty": ("cg:CertaintyDegree", 0),
    "company": ("org:FormalOrganization", 80),
    "condition": ("cg:Condition", 500),
    "counted": ("cg:CountedThing", 0),
    "data": ("cg:DataType", 0),
    "document": ("dpv:Law", 300),
    "event": ("schema:Event", 200),
    "extent": ("cg:Extent", 0),
    "group": ("foaf:Group", 300),
    "incident": ("risk:Incident", 200),
    "inference": ("cg:Inference", 0),
    "membership": ("org:Membership", 100),
    "person": ("foaf:Person", 150),
    "place": ("skos:Concept", 0),
    "quality": ("cg:Quality", 0),
    "reason": ("cg:ExclusionReason", 0),
    "renaming": ("cg:Renaming", 200),
    "role": ("org:Role", 0),
    "kind of service": ("cg:ServiceKind", 0),
    "service": ("schema:Service", 100),
    "site": ("cg:DataCentre", 200),
    "status": ("dpv:ActivityStatus", 0),
    "status of an incident": ("cg:IncidentStatus", 0),
    "topic": ("cg:Topic", 200),
    "judgement": ("cg:Judgement", 50),
}
ACTS = {
    "Assertion": 60, "Opinion": 12, "Commitment": 10, "Acknowledgement": 8, "Advice": 4, "Announcement": 4,
    "Apology": 2, "Prediction": 2,
}  # fmt: skip
# Of so many claims one denies what an earlier one affirms, or affirms what it denies.
CONTRADICTED = 50


def iri(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def literal(value: object, kind: str = "xsd:string", language: str = "") -> Term:
    """Return a literal of this datatype, or in this language."""
    return Term(value=str(value), datatype=iri("rdf:langString" if language else kind), language=language)


class World:
    """The things of the story and invented ones, and claims about them drawn at random, the same in each run."""

    def __init__(self, story: Workspace, claims: int) -> None:
        self.random = Random(claims)
        # Of their own, so that what is planted does not change what stands around it.
        self.plants = Random(claims + 1)
        self.contradictions = 0
        self.told: list[tuple[list[Triple], bool]] = []
        self.entities: list[Triple] = []
        self.things: dict[str, list[str]] = {}
        known = Store.from_sources(story.sources()).select(lookup("named-things")).texts()
        for kind, (of, claims_to_one) in KINDS.items():
            found = sorted({row["thing"] for row in known if row["kind"] == iri(of)})
            if kind == "place":
                found = [one for one in found if "/place/" in one or "/loc#" in one]
            count = max(1, claims // claims_to_one) if claims_to_one else 0
            self.things[kind] = found + self.invent(kind, count)
        self.things["agent"] = [*self.things["company"], *self.things["person"], *self.things["group"]]
        self.shapes: dict[str, tuple[str, list[tuple[str, Term]]]] = {}

    def invent(self, kind: str, count: int) -> list[str]:
        """Return so many invented things of the kind, with names in both languages."""
        folder = PREFIXES["agent"] if kind in ("authority", "company", "group", "person") else f"{ENTITIES[:-8]}{kind}/"
        invented = [f"{folder}invented-{kind}-{number}" for number in range(count)]
        for number, thing in enumerate(invented):
            self.entities.append((thing, iri("rdf:type"), Term(value=iri(KINDS[kind][0]))))
            self.entities.append((thing, iri("skos:prefLabel"), literal(f"{kind} no. {number}", language="en")))
            self.entities.append((thing, iri("skos:prefLabel"), literal(f"架空の{kind}{number}", language="ja")))
            if kind == "service":
                self.entities.append((thing, iri("schema:serviceType"), self.draw("kind of service")))
        return invented

    def draw(self, kind: str, skew: float = 1.5) -> Term:
        """Return a thing of the kind, the earlier ones more often: some companies are in every paper."""
        if kind == "date":
            return literal(f"2021-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}", "xsd:date")
        things = self.things[kind]
        return Term(value=things[int(len(things) * self.random.random() ** skew)])

    def slots(self, written: str) -> list[tuple[str, Term]]:
        """Return what fills the properties written as "actor company, service service"."""
        filled = []
        for slot in written.split(", "):
            name, kind = slot.split(" ", 1)
            prefix = next((one for one, names in PROPERTIES.items() if name in names.split()), "cg")
            filled += [(iri(f"{prefix}:{name}"), self.draw(kind)) for _ in range(3 if kind == "data" else 1)]
        return filled

    def proposition(self) -> Iterator[Triple]:
        """Yield what a claim says: mostly of an activity, which other claims speak of as well, in part otherwise."""
        kind, type_, written = self.random.choice(RELATIONS)
        chance = self.random.random()
        if chance < 0.25:
            # A company's ties are told once or twice, however often its name is in the papers.
            thing = self.draw(kind, skew=1).value
            if type_:
                yield thing, iri("rdf:type"), Term(value=iri(type_))
            yield from ((thing, name, value) for name, value in self.slots(written))
            return
        activity = self.draw("activity").value
        if activity not in self.shapes:
            operation = self.random.choices(list(ACTIVITIES), [weight for weight, _ in ACTIVITIES.values()])[0]
            self.shapes[activity] = operation, self.slots(ACTIVITIES[operation][1])
        operation, slots = self.shapes[activity]
        yield activity, iri("rdf:type"), Term(value=iri("cg:Activity"))
        yield activity, iri("dpv:hasProcessing"), Term(value=iri(operation))
        for name, value in slots:
            if self.random.random() < 0.8:
                # Due dates drift: each promise has its own.
                yield activity, name, self.draw("date") if name == iri("cg:dueBy") else value
        if chance < 0.6:
            yield activity, iri("dpv:hasActivityStatus"), self.draw("status")
        if chance < 0.35:
            yield activity, iri("cg:count"), literal(self.random.randint(2, 9000), "xsd:integer")
            yield activity, iri("cg:countOf"), self.draw("counted")
            yield activity, iri("cg:countPer"), Term(value=iri("cg:InTotal"))
            yield activity, iri("cg:extent"), self.draw("extent")

    def article(self, number: int, claims: int) -> Source:
        """Return an article of so many claims."""
        slug, path = f"invented-{number}", Path(f"invented-{number}.trig")
        record, propositions = list(self.record(slug)), []
        names = [f"{CLAIM}{slug}/{index}" for index in range(claims)]
        for index, name in enumerate(names):
            denied = self.random.random() < 0.12
            proposition = list(dict.fromkeys(self.proposition()))
            if self.told and self.plants.random() * CONTRADICTED < 1:
                proposition, denied = self.plants.choice(self.told)
                denied = not denied
                self.contradictions += 1
            elif any(name == iri("dpv:hasProcessing") for _, name, _ in proposition):
                self.told.append((proposition, denied))
            record += self.claim(slug, index, names, denied=denied)
            propositions.append(make_source(path, name, proposition))
        parts = [make_source(path, ARTICLE + slug, record), *propositions]
        return Source.from_lines(path, b"".join(part.lines for part in parts))

    def record(self, slug: str) -> Iterator[Triple]:
        """Yield an article's record, with its voices: chains of two and three, the second hedged at times."""
        article, voice = ARTICLE + slug, iri(f"voice:{slug}")
        yield article, iri("rdf:type"), Term(value=iri("schema:NewsArticle"))
        yield article, iri("schema:headline"), literal(f"架空の記事「{slug}」", language="ja")
        yield article, iri("schema:inLanguage"), literal("ja")
        yield article, iri("schema:sha256"), literal(sha256(slug.encode()).hexdigest())
        yield article, iri("schema:datePublished"), self.draw("date")
        yield article, iri("cg:textLength"), literal(6000, "xsd:integer")
        yield article, iri("cg:ownVoice"), Term(value=voice)
        yield voice, iri("rdf:type"), Term(value=iri("cg:ArticleVoice"))
        yield voice, iri("skos:prefLabel"), literal(f"{slug} (the article's own voice)", language="en")
        yield voice, iri("skos:prefLabel"), literal(f"{slug}（地の文）", language="ja")
        for hop, speaker in enumerate((Term(value=voice), self.draw("company"), self.draw("person")), 1):
            attribution = iri(f"attribution:{slug}/{hop}")
            yield attribution, iri("rdf:type"), Term(value=iri("cg:Attribution"))
            yield attribution, iri("cg:hop"), literal(hop, "xsd:integer")
            yield attribution, iri("cg:voice"), speaker
            if hop == 2 and self.random.random() < 0.3:
                yield attribution, iri("cg:hedge"), self.draw("certainty")
            self.things[f"voice {hop}"] = [speaker.value]
        excluded = f"{PREFIXES['passage']}{slug}/0-9"
        yield article, iri("cg:excludes"), Term(value=excluded)
        yield excluded, iri("cg:exclusionReason"), self.draw("reason")
        yield excluded, iri("rdf:type"), Term(value=iri("cg:Heading"))
        yield excluded, iri("skos:prefLabel"), literal(f"Heading of {slug}", language="en")
        yield excluded, iri("skos:prefLabel"), literal(f"{slug}の見出し", language="ja")
        yield from self.passage(slug, 0, 9)

    def passage(self, slug: str, start: int, end: int) -> Iterator[Triple]:
        """Yield a passage with its place in the text."""
        passage, selector = (iri(f"{kind}:{slug}/{start}-{end}") for kind in ("passage", "selector"))
        yield passage, iri("rdf:type"), Term(value=iri("oa:SpecificResource"))
        yield passage, iri("oa:hasSource"), Term(value=ARTICLE + slug)
        yield passage, iri("oa:hasSelector"), Term(value=selector)
        yield passage, iri("cg:paragraph"), literal(start // 300 + 1, "xsd:integer")
        yield passage, iri("cg:sentence"), literal(start // 60 % 5 + 1, "xsd:integer")
        yield passage, iri("schema:sha256"), literal(sha256(passage.encode()).hexdigest())
        yield selector, iri("rdf:type"), Term(value=iri("oa:TextPositionSelector"))
        yield selector, iri("oa:start"), literal(start, "xsd:integer")
        yield selector, iri("oa:end"), literal(end, "xsd:integer")

    def claim(self, slug: str, index: int, names: Sequence[str], *, denied: bool) -> Iterator[Triple]:
        """Yield a claim's record: who says it, how sure, yes or no, as what act, where."""
        chance, claim, start = self.random.random, names[index], 10 + 60 * index
        hops = self.random.choices((1, 2, 3), (60, 30, 10))[0]
        act = self.random.choices(list(ACTS), list(ACTS.values()))[0]
        yield claim, iri("rdf:type"), Term(value=iri("cg:Claim"))
        yield claim, iri("cg:source"), Term(value=ARTICLE + slug)
        yield claim, iri("cg:passage"), Term(value=iri(f"passage:{slug}/{start}-{start + 50}"))
        yield claim, iri("cg:statement"), literal(f"Invented statement {index} of {slug}.", language="en")
        yield claim, iri("cg:statement"), literal(f"{slug}の架空の主張{index}。", language="ja")
        yield claim, iri("cg:claimant"), self.draw(f"voice {hops}")
        for hop in range(1, hops + 1):
            yield claim, iri("cg:attribution"), Term(value=iri(f"attribution:{slug}/{hop}"))
        yield claim, iri("cg:certainty"), Term(value=iri("cg:Certain")) if chance() < 0.8 else self.draw("certainty")
        yield claim, iri("cg:polarity"), Term(value=iri("cg:Denied" if denied else "cg:Affirmed"))
        yield claim, iri("cg:act"), Term(value=iri(f"cg:{act}"))
        if act == "Commitment":
            yield claim, iri("cg:promisor"), self.draw("company")
        if chance() < 0.25:
            yield claim, iri("cg:saidOn"), self.draw("date")
            yield claim, iri("cg:saidAt"), self.draw("event")
        if chance() < 0.3:
            yield claim, iri("cg:presupposed"), literal("true", "xsd:boolean")
            yield claim, iri("cg:inferred"), self.draw("inference")
        if index and chance() < 0.06:
            yield claim, iri("cg:restates"), Term(value=names[self.random.randrange(index)])
        yield from self.passage(slug, start, start + 50)


def make_workspace(claims: int, world: World | None = None) -> Workspace:
    """Return the shipped story with invented articles beside it that make so many claims."""
    story = read_workspace()
    world = world or World(story, claims)
    articles: list[Source] = []
    left = claims
    while left > 0:
        size = min(left, world.random.randint(5, 60))
        articles.append(world.article(len(articles), size))
        left -= size
    entities = make_source(Path("invented.ttl"), ENTITIES, world.entities)
    return replace(story, entities=(*story.entities, entities), articles=(*story.articles, *articles))


class Ownership(World):
    """Companies each of which belongs to one that came before it: a network of about as many lines as nodes."""

    def __init__(self, story: Workspace, companies: int) -> None:
        super().__init__(story, 1)
        self.entities = []
        self.things["company"] = self.invent("company", companies)
        self.owned = 0

    def proposition(self) -> Iterator[Triple]:
        """Yield that the next company belongs to one before it, the earliest ones more often."""
        companies = self.things["company"]
        self.owned = self.owned % (len(companies) - 1) + 1
        owner = companies[int(self.owned * self.random.random() ** 1.5)]
        yield companies[self.owned], iri("dpv:isSubsidiaryOf"), Term(value=owner)


def make_ownership(companies: int) -> Workspace:
    """Return a workspace whose claims say of each company to which other one it belongs."""
    story = replace(read_workspace(), articles=())
    world = Ownership(story, companies)
    articles = [world.article(number, min(150, companies - at)) for number, at in enumerate(range(0, companies, 150))]
    entities = make_source(Path("invented.ttl"), ENTITIES, world.entities)
    return replace(story, entities=(*story.entities, entities), articles=tuple(articles))


def ask(story: Story, sparql: str) -> tuple[int, float]:
    """Return how many rows the answer has, and the least processor seconds of up to five times asking."""
    seconds: list[float] = []
    rows = 0
    while len(seconds) < 2 or (len(seconds) < 5 and sum(seconds) < 2):
        start = time.process_time()
        rows = len(story.store.select(sparql))
        seconds.append(time.process_time() - start)
    return rows, min(seconds)


def queries(story: Story) -> dict[str, str]:
    """Return every question's query as it stands, and with its examples under a name that shows them."""
    asked: dict[str, str] = {}
    for question in story.questions:
        asked[question.name] = question.sparql
        values = {one.name: one.example for one in question.parameters if one.name != "lang"}
        if values:
            asked[f"{question.name} -p {' '.join(values)}"] = story.prepare(question.name, **values)
    return asked


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the growth exponent over the last two sizes."""
    return log(seconds[-1] / seconds[-2]) / log(sizes[-1] / sizes[-2])


def main() -> int:
    """Time the questions, print the table, write it if asked to; or hand over to the page's benchmark."""
    if sys.argv[1:2] in (["page"], ["corpus"]):
        sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
        from scripts import benchmark_corpus, benchmark_page

        measure = benchmark_page.main if sys.argv[1] == "page" else benchmark_corpus.main
        return measure(sys.argv[2:])
    parser = argparse.ArgumentParser(
        description="Ask every question of graphs that grow, and say how its time grows with them.",
        epilog="example: python scripts/benchmark.py questions --sizes 1000 4000 -o growth.json; "
        "for the page: python scripts/benchmark.py page --help; "
        "for everything else, beside the engine alone: python scripts/benchmark.py corpus --help",
    )
    parser.add_argument("what", choices=["questions", "page", "corpus"], help="what is timed")
    parser.add_argument("--sizes", nargs="+", type=int, default=[2500, 10000, 40000], metavar="CLAIMS")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these questions alone")
    parser.add_argument("-o", dest="out", type=Path, metavar="FILE", help="write the table as JSON, too")
    arguments = parser.parse_args()
    sizes = sorted(set(arguments.sizes))
    if len(sizes) < 2 or sizes[0] < 1:
        parser.error("--sizes wants two or more different numbers of claims")

    rows: dict[str, int] = {}
    seconds: dict[str, list[float]] = {}
    for size in sizes:
        start = time.perf_counter()
        story = Story(make_workspace(size))
        made = time.perf_counter() - start
        print(f"{size} invented claims: {len(story.store)} quads, made in {made:.1f} s", file=sys.stderr)
        for name, sparql in queries(story).items():
            if arguments.only and name.split()[0] not in arguments.only:
                continue
            rows[name], took = ask(story, sparql)
            seconds.setdefault(name, []).append(took)
    width = max(map(len, seconds), default=0)
    print(f"{'question':{width}}  {'rows':>7}" + "".join(f"  {size:>8}" for size in sizes) + "  growth")
    for name, times in seconds.items():
        cells = "".join(f"  {one:8.4f}" for one in times)
        print(f"{name:{width}}  {rows[name]:7}{cells}  {growth(sizes, times):6.2f}")
    if arguments.out is not None:
        table = [
            {"question": name, "rows": rows[name], "seconds": times, "growth": round(growth(sizes, times), 3)}
            for name, times in seconds.items()
        ]
        arguments.out.write_text(json.dumps({"sizes": sizes, "questions": table}, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
