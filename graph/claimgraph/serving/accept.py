"""Content negotiation: which of the formats that we have a client would rather get.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from collections.abc import Iterable, Iterator

# Media types and the store's names of the formats, best first.
TABLES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}


def choose(accept: str, offers: Iterable[str]) -> str | None:
    """Return the offer that the header wants most, the first of equals, or None if it takes none of them.

    >>> choose("text/csv;q=0.5, application/json", TABLES)
    'application/json'
    >>> choose("text/*, text/csv;q=0", TABLES), choose("", TABLES)
    ('text/tab-separated-values', 'application/sparql-results+json')
    >>> choose("image/png", TABLES) is None
    True
    """
    ranges = list(_ranges(accept or "*/*"))
    best, best_quality = None, 0.0
    for offer in offers:
        # The most specific range that fits decides, whatever its quality.
        fitting = ((specific, quality) for wanted, specific, quality in ranges if _fits(wanted, offer))
        _, quality = max(fitting, default=(0, 0.0))
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _ranges(accept: str) -> Iterator[tuple[str, int, float]]:
    """Yield each range with how specific it is and its quality; one that makes no sense is left out."""
    for part in accept.lower().split(","):
        wanted, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = -1.0
        if 0.0 <= quality <= 1.0:
            yield wanted, 2 - wanted.count("*"), quality


def _fits(wanted: str, offer: str) -> bool:
    return wanted in ("*/*", offer) or (wanted.endswith("/*") and offer.startswith(wanted[:-1]))
