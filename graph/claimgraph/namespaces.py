"""IRIs: every namespace the graph uses, and the names of its graphs. IRIs stand in no other module.

Prefixes are those of the Turtle files. A namespace of ours is closed: a term that the code names and the
ontology lacks is a typo, and a test finds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

BASE = "https://w3id.org/claimgraph/"

# Parts of the base: what an IRI under it names.
ARTICLE = BASE + "article/"
CLAIM = BASE + "claim/"
PASSAGE = BASE + "passage/"
TAXONOMY = BASE + "taxonomy/"

# What an article's record is about: entities/ says nothing of these.
RECORDS = (ARTICLE, CLAIM, PASSAGE, BASE + "attribution/", BASE + "selector/")

# Named graphs that do not belong to one article.
ENTITIES = BASE + "entities"
ONTOLOGY = BASE + "ontology"
QUERIES = BASE + "queries"
RELATIONS = BASE + "relations"
# What rules need while they run, and no graph that is written holds.
TABLES = BASE + "tables"

PREFIXES: dict[str, str] = {
    "activity": BASE + "activity/",
    "agent": BASE + "agent/",
    "article": ARTICLE,
    "attribution": BASE + "attribution/",
    "cg": BASE + "ontology#",
    "claim": CLAIM,
    "condition": BASE + "condition/",
    "data": BASE + "data/",
    "dcterms": "http://purl.org/dc/terms/",
    "document": BASE + "document/",
    "dpv": "https://w3id.org/dpv#",
    "event": BASE + "event/",
    "evidence": BASE + "evidence/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "graspf": "http://groundedannotationframework.org/grasp/factuality#",
    "incident": BASE + "incident/",
    "judgement": BASE + "judgement/",
    "loc": "https://w3id.org/dpv/loc#",
    "membership": BASE + "membership/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "passage": PASSAGE,
    "pd": "https://w3id.org/dpv/pd#",
    "place": BASE + "place/",
    "prov": "http://www.w3.org/ns/prov#",
    "prefix": BASE + "prefix/",
    "purpose": BASE + "purpose/",
    "query": BASE + "query/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "relation": BASE + "relation/",
    "renaming": BASE + "renaming/",
    "risk": "https://w3id.org/dpv/risk#",
    "role": BASE + "role/",
    "rule": BASE + "rule/",
    "schema": "https://schema.org/",
    "scheme": TAXONOMY,
    "selector": BASE + "selector/",
    "service": BASE + "service/",
    "sh": "http://www.w3.org/ns/shacl#",
    "site": BASE + "site/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "topic": BASE + "topic/",
    "vann": "http://purl.org/vocab/vann/",
    "voice": BASE + "voice/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Namespace:
    """A closed set of terms under one IRI; asking for any other is an error at once.

    What Python keeps for itself is asked for with a line below: SH.class_, SH.in_.
    """

    iri: str
    terms: frozenset[str]

    def __getattr__(self, term: str) -> str:
        term = term.removesuffix("_")
        if term not in self.terms:
            raise AttributeError(f"<{self.iri}> has no term {term!r} in namespaces.py")
        return self.iri + term

    def __iter__(self) -> Iterator[str]:
        return (self.iri + term for term in sorted(self.terms))


def _namespace(prefix: str, terms: str) -> Namespace:
    return Namespace(PREFIXES[prefix], frozenset(terms.split()))


CG = _namespace(
    "cg",
    "Activity Affirmed BlockAccess CanAccess Claim Cover DataType Denied Evidence Heading HighlySensitive"
    " HoldAccessRight Internal Intervene Possible Relation RevokeAccessRight Rule about accessedFrom actor"
    " affiliateOf attribution because claimant condition contractor dataAt excludes firesNotWhen firesWhen first"
    " groupCompanyOf happensIn inClaim judgedAs kind missingPremise movedFrom movedTo nodeColour nodeShape object"
    " onBehalfOf onlyAt origin origins outsourcesTo passage polarity reason restates rule second service source"
    " statement strength",
)
DPV = _namespace(
    "dpv",
    "Access ActivityCompleted ActivityHalted Monitor Move Store hasPersonalData hasProcessing isSubsidiaryOf",
)
RDF = _namespace("rdf", "first langString object predicate rest subject type")
RDFS = _namespace("rdfs", "comment label subClassOf")
SCHEMA = _namespace("schema", "NewsArticle isPartOf keywords provider")
SH = _namespace(
    "sh",
    "IRI SPARQLExecutable SPARQLSelectExecutable class closed datatype declare disjoint hasValue"
    " ignoredProperties in languageIn lessThan maxCount maxLength message minCount minExclusive minInclusive"
    " minLength name namespace node nodeKind or path pattern prefix prefixes property select targetClass"
    " uniqueLang",
)
SKOS = _namespace(
    "skos",
    "broader definition prefLabel",
)
XSD = _namespace("xsd", "anyURI boolean date gYear gYearMonth integer string")


def asks_for_relations(sparql: str) -> bool:
    """Tell whether a query of the library needs the relations between claims: it names their graph."""
    return f"<{RELATIONS}>" in sparql


def shorten(iri: str) -> str:
    """Return the IRI with a known prefix, or unchanged if none fits.

    >>> shorten("https://w3id.org/dpv#Store")
    'dpv:Store'
    >>> shorten("https://example.org/x")
    'https://example.org/x'
    """
    fitting = [prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    prefix = max(fitting, key=lambda name: len(PREFIXES[name]))
    return f"{prefix}:{iri[len(PREFIXES[prefix]) :]}"
