"""Asking a SPARQL server: one request, any SPARQL 1.1 server, the answer in the form asked for.

https://www.w3.org/TR/sparql11-protocol/

The query goes as a form in a POST, for that is what every server tried takes: a body of type
application/sparql-query hangs Virtuoso 7.2.5.
"""

import json
from typing import Any

from claimgraph.errors import QuestionError
from claimgraph.model import Answer, Term
from claimgraph.namespaces import RDF, XSD

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


def read_table(content: bytes) -> Answer:
    """Return the table of an answer in SPARQL's JSON; the answer to ASK is a table of one cell.

    https://www.w3.org/TR/sparql11-results-json/

    Raises:
        QuestionError: if it is something else.
    """
    try:
        return _read_table(json.loads(content))
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError("the answer is not a table in SPARQL's JSON") from error


def _read_table(parsed: dict[str, Any]) -> Answer:
    if "boolean" in parsed:
        truth = Term(value=str(bool(parsed["boolean"])).lower(), datatype=XSD.boolean)
        return Answer(columns=("answer",), rows=((truth,),))
    columns = tuple(parsed["head"]["vars"])
    rows = tuple(
        tuple(_to_term(binding[column]) if column in binding else None for column in columns)
        for binding in parsed["results"]["bindings"]
    )
    return Answer(columns=columns, rows=rows)


def _to_term(cell: dict[str, str]) -> Term:
    value = cell["value"]
    if cell["type"] == "bnode":
        return Term(value=f"_:{value}")
    if cell["type"] == "uri":
        return Term(value=value)
    if language := cell.get("xml:lang"):
        return Term(value=value, datatype=RDF.langString, language=language)
    return Term(value=value, datatype=cell.get("datatype", XSD.string))
