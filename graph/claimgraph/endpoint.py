"""Asking a SPARQL server: one request, any SPARQL 1.1 server, the answer in the form asked for.

https://www.w3.org/TR/sparql11-protocol/

The query goes as a form in a POST, for that is what every server tried takes: a body of type
application/sparql-query hangs Virtuoso 7.2.5.
"""

import json

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.namespaces import XSD

MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "ntriples": "application/n-triples",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "xml": "application/sparql-results+xml",
}


def fetch_answer(url: str, query: str, results: str, seconds: float = 60) -> bytes:
    """Return a server's answer in one of `MEDIA_TYPES`.

    Raises:
        QuestionError: if the server cannot be reached, refuses, or cuts the answer short; says what it said.
    """
    import httpx

    try:
        response = httpx.post(
            url, data={"query": query}, headers={"Accept": MEDIA_TYPES[results]}, timeout=seconds, follow_redirects=True
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise QuestionError(f"{url}: cannot be asked ({error})") from error
    if response.status_code != httpx.codes.OK:
        said = " ".join(response.text.split())[:300]
        raise QuestionError(f"{url}: answers {response.status_code}: {said}")
    if limit := response.headers.get("X-SPARQL-MaxRows"):
        raise QuestionError(f"{url}: cuts answers at {limit} rows, so this one is not whole; ask for less with LIMIT")
    return response.content


def fetch_table(url: str, query: str, seconds: float = 60) -> Answer:
    """Return a server's answer to a SELECT query.

    Raises:
        QuestionError: as `fetch_answer` does, or if what comes is not a table.
    """
    content = fetch_answer(url, query, "json", seconds)
    try:
        return read_table(content)
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f"{url}: answers with something else than a table in SPARQL's JSON") from error


def read_table(content: bytes) -> Answer:
    """Return the table of an answer in SPARQL's JSON.

    https://www.w3.org/TR/sparql11-results-json/
    """
    parsed = json.loads(content)
    columns = tuple(parsed["head"]["vars"])
    rows = tuple(
        tuple(_to_term(binding[column]) if column in binding else None for column in columns)
        for binding in parsed["results"]["bindings"]
    )
    return Answer(columns=columns, rows=rows)


def _to_term(cell: dict[str, str]) -> Term:
    if cell["type"] in ("uri", "bnode"):
        return Term(value=cell["value"])
    return Term(value=cell["value"], datatype=cell.get("datatype", XSD.string), language=cell.get("xml:lang", ""))
