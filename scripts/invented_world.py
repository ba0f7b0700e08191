"""An invented world: articles about companies and people's data, of any number of claims, the same in each run.

usage: python scripts/invented_world.py CLAIMS FOLDER

writes a workspace: the shipped story with invented articles beside it. They share activities, companies and services
with each other and with the story, so that questions that compare articles have work to do. Of so many claims one is
planted to contradict an earlier one. `claimgraph check` finds nothing wrong with any of it.

A claim is drawn, put into its article and forgotten, so that a million of them need little memory: kept are the names
of things, what every activity looks like, and what of a limited number of claims may be contradicted. An invented
thing gets its lines in entities/ once all articles are made, if one of them mentions it.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from random import Random

import pyoxigraph as ox

from claimgraph.model import Term
from claimgraph.namespaces import ARTICLE, BASE, CLAIM, ENTITIES, PREFIXES
from claimgraph.resources import lookup, story_folder
from claimgraph.source import Source, make_source
from claimgraph.store import Store, trig_text
from claimgraph.workspace import Workspace, read_workspace

Triple = tuple[str, str, Term]
Proposition = tuple[Triple, ...]

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
    ("conference", "cg:PressConference", "organizer company, performer person, date date"),
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
    "conference": ("cg:PressConference", 200),
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
# Where the IRIs of a kind do not have its name.
FOLDERS = {
    "authority": PREFIXES["agent"], "company": PREFIXES["agent"], "conference": PREFIXES["event"],
    "group": PREFIXES["agent"], "person": PREFIXES["agent"],
}  # fmt: skip
ACTS = {
    "Assertion": 60, "Opinion": 12, "Commitment": 10, "Acknowledgement": 8, "Advice": 4, "Announcement": 4,
    "Apology": 2, "Prediction": 2,
}  # fmt: skip
# Of so many claims one denies what an earlier one affirms, or affirms what it denies; of so many earlier ones.
CONTRADICTED, REMEMBERED = 50, 10_000
# A claim in so many restates another of its article.
RESTATED = 16
# Things to a file of entities/: adding to one means reading it again, however many others there are.
TO_A_FILE = 1000
SMALLEST, LARGEST = 5, 60  # claims of an article
SLOT = 60  # characters that a claim has in its article's text; the first such slot is the heading's


@cache
def iri(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def literal(value: object, kind: str = "xsd:string", language: str = "") -> Term:
    """Return a literal of this datatype, or in this language."""
    return Term(value=str(value), datatype=iri("rdf:langString" if language else kind), language=language)


def day(when: date) -> Term:
    """Return a day as a literal."""
    return literal(when.isoformat(), "xsd:date")


OPERATION, DUE, ONLY, CONTRACTOR = iri("dpv:hasProcessing"), iri("cg:dueBy"), iri("cg:onlyAt"), iri("cg:contractor")
ACTOR, OUTSOURCES = iri("cg:actor"), iri("cg:outsourcesTo")
HEDGES = {iri("cg:Probable"), iri("cg:Possible")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a claim says, whether it denies it, as what act, and the claim that it restates."""

    name: str
    proposition: Proposition
    denied: bool
    act: str
    restates: str = ""

    @property
    def due(self) -> str:
        """Return the day by which something is promised, or an empty text."""
        return next((value.value for _, name, value in self.proposition if name == DUE), "")


class World:
    """The things of the story and invented ones, and articles about them drawn at random, the same in each run."""

    def __init__(self, story: Workspace, claims: int) -> None:
        self.random = Random(claims)
        # Of their own, so that what is planted does not change what stands around it.
        self.plants = Random(claims + 1)
        self.restated = RESTATED
        self.contradictions = self.contradictable = 0
        self.remembered: list[tuple[Proposition, bool]] = []
        self.published = date(2021, 1, 1)
        self.terms: dict[str, Term] = {}
        self.things: dict[str, list[str]] = {}
        self.invented: dict[str, list[str]] = {}
        self.mentioned: set[str] = set()
        known = Store.from_sources(story.sources()).select(lookup("named-things")).texts()
        for kind, (of, claims_to_one) in KINDS.items():
            found = sorted({row["thing"] for row in known if row["kind"] == iri(of)})
            if kind == "place":
                found = [one for one in found if "/place/" in one or "/loc#" in one]
            self.things[kind] = found
            self.invent(kind, max(1, claims // claims_to_one) if claims_to_one else 0)
        self.things["agent"] = [*self.things["company"], *self.things["person"], *self.things["group"]]
        # The activities that a claim describes; of no others may be spoken in passing.
        stated = {subject for article in story.articles for subject in article.subjects()}
        self.things["described activity"] = [one for one in self.things["activity"] if one in stated]
        self.shapes: dict[str, tuple[str, tuple[tuple[str, Term], ...]]] = {}

    def invent(self, kind: str, count: int) -> None:
        """Add so many invented things to those of the kind."""
        folder = FOLDERS.get(kind, f"{BASE}{kind}/")
        self.invented[kind] = [f"{folder}invented-{kind}-{number}" for number in range(count)]
        self.things[kind] += self.invented[kind]

    def entities(self) -> Iterator[Source]:
        """Yield the files that name the invented things of which the articles made so far speak."""
        for kind, things in self.invented.items():
            numbers = (number for number, thing in enumerate(things) if thing in self.mentioned)
            for part, some in groupby(numbers, lambda number: number // TO_A_FILE):
                lines = (line for number in some for line in self.entity(kind, number))
                yield make_source(Path(f"invented-{kind}-{part:04}.ttl"), ENTITIES, lines)

    def entity(self, kind: str, number: int) -> Iterator[Triple]:
        """Yield the kind and the names, in both languages, of an invented thing."""
        thing = self.invented[kind][number]
        yield thing, iri("rdf:type"), self.term(iri(KINDS[kind][0]))
        yield thing, iri("skos:prefLabel"), literal(f"{kind} no. {number}", language="en")
        yield thing, iri("skos:prefLabel"), literal(f"架空の{kind}{number}", language="ja")
        if kind == "service":
            kinds = self.things["kind of service"]
            yield thing, iri("schema:serviceType"), self.term(kinds[number % len(kinds)])

    def term(self, thing: str) -> Term:
        """Return an IRI as a term, one and the same each time, for there are many mentions of few things."""
        return self.terms.setdefault(thing, Term(value=thing))

    def draw(self, kind: str, skew: float = 1.5) -> Term:
        """Return a thing of the kind, the earlier ones more often: some companies are in every paper."""
        if kind == "date":
            return day(date(2021, self.random.randint(1, 12), self.random.randint(1, 28)))
        things = self.things[kind]
        return self.term(things[int(len(things) * self.random.random() ** skew)])

    def mention(self, kind: str) -> Term:
        """Return a thing of the kind, and note that it is spoken of."""
        drawn = self.draw(kind)
        self.mentioned.add(drawn.value)
        return drawn

    def slots(self, written: str, thing: str) -> Iterator[tuple[str, Term]]:
        """Yield what fills the properties of a thing written as "actor company, service service", nothing twice."""
        taken, place = {self.term(thing)}, None
        for slot in written.split(", "):
            name, kind = slot.split(" ", 1)
            prefix = next((one for one, names in PROPERTIES.items() if name in names.split()), "cg")
            if name == "onlyAt":
                # The place that the activity has by its role.
                assert place is not None, f"{written}: onlyAt wants a place before it"
                yield ONLY, place
                continue
            for _ in range(3 if kind == "data" else 1):
                value = self.draw("described activity" if kind == "activity" else kind)
                while value in taken:
                    value = self.draw("described activity" if kind == "activity" else kind)
                place = value if kind == "place" else place
                taken.add(value)
                yield iri(f"{prefix}:{name}"), value

    def proposition(self) -> Iterator[Triple]:
        """Yield what a claim says: mostly of an activity, which other claims speak of as well, in part otherwise."""
        kind, type_, written = self.random.choice(RELATIONS)
        chance = self.random.random()
        if chance < 0.25:
            # A company's ties are told once or twice, however often its name is in the papers.
            thing = self.draw(kind, skew=1).value
            if type_:
                yield thing, iri("rdf:type"), self.term(iri(type_))
            yield from ((thing, name, value) for name, value in self.slots(written, thing))
            return
        activity = self.draw("activity").value
        if activity not in self.shapes:
            operation = self.random.choices(list(ACTIVITIES), [weight for weight, _ in ACTIVITIES.values()])[0]
            self.shapes[activity] = operation, tuple(self.slots(ACTIVITIES[operation][1], activity))
        operation, slots = self.shapes[activity]
        yield activity, iri("rdf:type"), self.term(iri("cg:Activity"))
        yield activity, OPERATION, self.term(iri(operation))
        told = [slot for slot in slots if self.random.random() < 0.8]
        for name, value in told:
            if name == ONLY and not any(one != ONLY and place == value for one, place in told):
                continue
            # Due dates drift: each promise has its own.
            due = name == DUE and day(self.published + timedelta(days=self.random.randint(7, 400)))
            yield activity, name, due or value
        parties = dict(told)
        if ACTOR in parties and CONTRACTOR in parties:
            yield parties[ACTOR].value, OUTSOURCES, parties[CONTRACTOR]
        if chance < 0.6:
            yield activity, iri("dpv:hasActivityStatus"), self.draw("status")
        if chance < 0.35:
            yield activity, iri("cg:count"), literal(self.random.randint(2, 9000), "xsd:integer")
            yield activity, iri("cg:countOf"), self.draw("counted")
            yield activity, iri("cg:countPer"), self.term(iri("cg:InTotal"))
            yield activity, iri("cg:extent"), self.draw("extent")

    def articles(self, claims: int) -> Iterator[Source]:
        """Yield articles that make so many claims, each as it is made."""
        number = 0
        while claims > 0:
            size = min(claims, self.random.randint(SMALLEST, LARGEST))
            if 0 < claims - size < SMALLEST:
                size = claims if claims <= LARGEST else claims - SMALLEST
            yield self.article(number, size)
            number, claims = number + 1, claims - size

    def article(self, number: int, claims: int) -> Source:
        """Return an article of so many claims."""
        slug, path = f"invented-{number}", Path(f"invented-{number}.trig")
        record, propositions = list(self.record(slug, claims)), []
        earlier: list[Said] = []
        for index in range(claims):
            said = self.say(f"{CLAIM}{slug}/{index}", earlier)
            earlier.append(said)
            record += self.claim(slug, index, said)
            propositions.append(make_source(path, said.name, said.proposition))
        parts = [make_source(path, ARTICLE + slug, record), *propositions]
        return Source.from_quads(path, (quad for part in parts for quad in part.quads))

    def say(self, name: str, earlier: Sequence[Said]) -> Said:
        """Return what a claim of this name says, after the earlier ones of its article."""
        said = Said(
            name=name,
            proposition=tuple(dict.fromkeys(self.proposition())),
            denied=self.random.random() < 0.12,
            act=self.random.choices(list(ACTS), list(ACTS.values()))[0],
        )
        if self.remembered and self.plants.random() * CONTRADICTED < 1:
            proposition, denied = self.plants.choice(self.remembered)
            said = replace(said, proposition=proposition, denied=not denied)
            self.contradictions += 1
        elif earlier and self.restated and self.random.random() * self.restated < 1:
            same = self.random.choice(earlier)
            said = replace(same, name=name, restates=same.restates or same.name)
        elif any(name == OPERATION for _, name, _ in said.proposition):
            self.remember(said)
        for subject, property_, value in said.proposition:
            if property_ == OPERATION and subject not in self.mentioned:
                self.things["described activity"].append(subject)
            self.mentioned.add(subject)
            if value.is_iri:
                self.mentioned.add(value.value)
        # Only what is promised is due.
        return replace(said, act="Commitment") if said.due else said

    def remember(self, said: Said) -> None:
        """Keep what was said, to be contradicted later: any of all so far is as likely to be kept."""
        self.contradictable += 1
        if len(self.remembered) < REMEMBERED:
            self.remembered.append((said.proposition, said.denied))
        elif (place := self.plants.randrange(self.contradictable)) < REMEMBERED:
            self.remembered[place] = said.proposition, said.denied

    def record(self, slug: str, claims: int) -> Iterator[Triple]:
        """Yield an article's record, with its voices: chains of two and three, the second hedged at times."""
        article, voice = ARTICLE + slug, iri(f"voice:{slug}")
        self.published = date(2021, 1, 1) + timedelta(days=self.random.randrange(365))
        yield article, iri("rdf:type"), self.term(iri("schema:NewsArticle"))
        yield article, iri("schema:headline"), literal(f"架空の記事「{slug}」", language="ja")
        yield article, iri("schema:inLanguage"), literal("ja")
        yield article, iri("schema:sha256"), literal(sha256(slug.encode()).hexdigest())
        yield article, iri("schema:datePublished"), day(self.published)
        yield article, iri("cg:textLength"), literal(SLOT * (claims + 1), "xsd:integer")
        yield article, iri("cg:ownVoice"), Term(value=voice)
        yield voice, iri("rdf:type"), self.term(iri("cg:ArticleVoice"))
        yield voice, iri("skos:prefLabel"), literal(f"{slug} (the article's own voice)", language="en")
        yield voice, iri("skos:prefLabel"), literal(f"{slug}（地の文）", language="ja")
        for hop, speaker in enumerate((Term(value=voice), self.mention("company"), self.mention("person")), 1):
            attribution = iri(f"attribution:{slug}/{hop}")
            yield attribution, iri("rdf:type"), self.term(iri("cg:Attribution"))
            yield attribution, iri("cg:hop"), literal(hop, "xsd:integer")
            yield attribution, iri("cg:voice"), speaker
            if hop == 2 and self.random.random() < 0.3:
                yield from self.hedge(attribution, "hedge", slug, 10, self.draw("certainty"))
            self.things[f"voice {hop}"] = [speaker.value]
        excluded = f"{PREFIXES['passage']}{slug}/0-9"
        yield article, iri("cg:excludes"), Term(value=excluded)
        yield excluded, iri("cg:exclusionReason"), self.draw("reason")
        yield excluded, iri("rdf:type"), self.term(iri("cg:Heading"))
        yield excluded, iri("skos:prefLabel"), literal(f"Heading of {slug}", language="en")
        yield excluded, iri("skos:prefLabel"), literal(f"{slug}の見出し", language="ja")
        yield from self.passage(slug, 0, 9)

    def hedge(self, what: str, name: str, slug: str, start: int, degree: Term) -> Iterator[Triple]:
        """Yield how sure somebody is, and the words that say so where it is less than sure."""
        yield what, iri(f"cg:{name}"), degree
        if degree.value in HEDGES:
            yield what, iri("cg:hedgeWording"), Term(value=iri(f"passage:{slug}/{start}-{start + 8}"))
            yield from self.passage(slug, start, start + 8)

    def passage(self, slug: str, start: int, end: int) -> Iterator[Triple]:
        """Yield a passage with its place in the text."""
        passage, selector = (PREFIXES[kind] + f"{slug}/{start}-{end}" for kind in ("passage", "selector"))
        yield passage, iri("rdf:type"), self.term(iri("oa:SpecificResource"))
        yield passage, iri("oa:hasSource"), Term(value=ARTICLE + slug)
        yield passage, iri("oa:hasSelector"), Term(value=selector)
        yield passage, iri("cg:paragraph"), literal(start // 300 + 1, "xsd:integer")
        yield passage, iri("cg:sentence"), literal(start // SLOT % 5 + 1, "xsd:integer")
        yield passage, iri("schema:sha256"), literal(sha256(passage.encode()).hexdigest())
        yield selector, iri("rdf:type"), self.term(iri("oa:TextPositionSelector"))
        yield selector, iri("oa:start"), literal(start, "xsd:integer")
        yield selector, iri("oa:end"), literal(end, "xsd:integer")

    def claim(self, slug: str, index: int, said: Said) -> Iterator[Triple]:
        """Yield a claim's record: who says it, how sure, yes or no, as what act, where."""
        chance, claim, start = self.random.random, said.name, SLOT * (index + 1)
        hops = self.random.choices((1, 2, 3), (60, 30, 10))[0]
        yield claim, iri("rdf:type"), self.term(iri("cg:Claim"))
        yield claim, iri("cg:source"), Term(value=ARTICLE + slug)
        yield claim, iri("cg:passage"), Term(value=f"{PREFIXES['passage']}{slug}/{start}-{start + 50}")
        yield claim, iri("cg:statement"), literal(f"Invented statement {index} of {slug}.", language="en")
        yield claim, iri("cg:statement"), literal(f"{slug}の架空の主張{index}。", language="ja")
        yield claim, iri("cg:claimant"), self.draw(f"voice {hops}")
        for hop in range(1, hops + 1):
            yield claim, iri("cg:attribution"), Term(value=f"{PREFIXES['attribution']}{slug}/{hop}")
        sure = chance() < 0.8
        degree = self.term(iri("cg:Certain")) if sure else self.draw("certainty")
        yield from self.hedge(claim, "certainty", slug, start + 41, degree)
        yield claim, iri("cg:polarity"), self.term(iri("cg:Denied" if said.denied else "cg:Affirmed"))
        yield claim, iri("cg:act"), self.term(iri(f"cg:{said.act}"))
        if said.act == "Commitment":
            yield claim, iri("cg:promisor"), self.mention("company")
        if chance() < 0.25:
            said_on = self.published - timedelta(days=self.random.randrange(20))
            # Nothing is promised for a day gone by; a contradicted claim may speak of an earlier one.
            if not said.due or said_on.isoformat() <= said.due:
                yield claim, iri("cg:saidOn"), day(said_on)
            yield claim, iri("cg:saidAt"), self.mention("conference")
        if chance() < 0.3:
            yield claim, iri("cg:presupposed"), literal("true", "xsd:boolean")
            yield claim, iri("cg:inferred"), self.draw("inference")
        if said.restates:
            yield claim, iri("cg:restates"), Term(value=said.restates)
        yield from self.passage(slug, start, start + 50)


def make_workspace(claims: int, world: World | None = None) -> Workspace:
    """Return the shipped story with invented articles beside it that make so many claims, in memory."""
    story = read_workspace()
    world = world or World(story, claims)
    return beside(story, world, world.articles(claims))


def beside(story: Workspace, world: World, articles: Iterator[Source]) -> Workspace:
    """Return the story with a world's articles, and the entities that they mention, beside its own."""
    made = tuple(articles)
    return replace(story, articles=(*story.articles, *made), entities=(*story.entities, *world.entities()))


def write_corpus(claims: int, folder: Path) -> dict[str, int]:
    """Write what `make_workspace` returns as a folder of files, one by one as they are made; return what it holds."""
    story = read_workspace()
    world = World(story, claims)
    for name in ("articles", "entities"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(story_folder() / "queries", folder / "queries")
    for source in story.articles:
        write_article(source, folder)
    for source in story.entities:
        write_entities(source, folder)
    quads = sum(len(source.quads) for source in story.sources())
    articles = len(story.articles)
    for source in world.articles(claims):
        write_article(source, folder)
        articles, quads = articles + 1, quads + len(source.quads)
    for source in world.entities():
        write_entities(source, folder)
        quads += len(source.quads)
    return {"claims": claims, "quads": quads, "articles": articles, "contradictions planted": world.contradictions}


def write_article(source: Source, folder: Path) -> None:
    """Write an article's file into a workspace."""
    (folder / "articles" / source.path.name).write_bytes(trig_text([source], PREFIXES))


def write_entities(source: Source, folder: Path) -> None:
    """Write a file of entities into a workspace."""
    triples = (quad.triple for quad in source.quads)
    ox.serialize(triples, str(folder / "entities" / source.path.name), format=ox.RdfFormat.TURTLE)


class Ownership(World):
    """Companies each of which belongs to one that came before it: a network of about as many lines as nodes."""

    def __init__(self, story: Workspace, companies: int) -> None:
        super().__init__(story, 1)
        # A claim that restates another would leave a company without its owner.
        self.restated = 0
        self.things["company"] = []
        self.invent("company", companies)
        self.owned = 0

    def proposition(self) -> Iterator[Triple]:
        """Yield that the next company belongs to one before it, the earliest ones more often."""
        companies = self.things["company"]
        self.owned = self.owned % (len(companies) - 1) + 1
        owner = companies[int(self.owned * self.random.random() ** 1.5)]
        yield companies[self.owned], iri("dpv:isSubsidiaryOf"), self.term(owner)


def make_ownership(companies: int) -> Workspace:
    """Return a workspace whose claims say of each company to which other one it belongs."""
    story = replace(read_workspace(), articles=())
    world = Ownership(story, companies)
    sizes = [min(150, companies - at) for at in range(0, companies, 150)]
    return beside(story, world, (world.article(number, size) for number, size in enumerate(sizes)))


def main() -> int:
    """Write a corpus and say what it holds."""
    parser = argparse.ArgumentParser(
        description="Write an invented corpus of so many claims, the same in each run, as a workspace.",
        epilog="example: python scripts/invented_world.py 10000 corpus && claimgraph check corpus",
    )
    parser.add_argument("claims", type=int, metavar="CLAIMS", help="how many, besides those of the story")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="is made, and must not have a workspace yet")
    arguments = parser.parse_args()
    if arguments.claims < 1:
        parser.error("CLAIMS wants 1 or more")
    if (arguments.folder / "articles").exists():
        parser.error(f"{arguments.folder} has articles/ already; choose another folder")
    print(", ".join(f"{count} {what}" for what, count in write_corpus(arguments.claims, arguments.folder).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
