"""The SPARQL 1.1 Protocol: what a request asks for, and why it is refused.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from claimgraph.asking.scan import MAX_BYTES

MAX_BODY = 4 * MAX_BYTES
"""Bytes of a request's body: percent-encoding makes three of one, and graphs are named beside the query."""

_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_MAX_FIELDS = 1000


class RefusedError(Exception):
    """A request that is answered with a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status, self.sentence = status, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A query operation.

    Args:
        query: SPARQL.
        default_graphs: IRIs of the graphs that the client makes the default graph of.
        named_graphs: IRIs of the graphs that it wants GRAPH to see.
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def dataset(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The dataset that the request names, which goes before the query's FROM; None if it names none."""
        return (self.default_graphs, self.named_graphs) if self.default_graphs or self.named_graphs else None


def read_operation(address_query: bytes, content_type: str | None, body: bytes = b"") -> Operation | None:
    """Return the operation of a request, or None of a GET without one, which asks what the service is.

    Args:
        address_query: what follows the question mark in the request's address.
        content_type: of a POST; None of a GET.
        body: of a POST.

    Raises:
        RefusedError: 400, 413 or 415.
    """
    fields = _read_fields(address_query)
    media = (content_type or "").partition(";")[0].strip().lower()
    if content_type is not None and media not in (_FORM, _QUERY):
        raise RefusedError(415, f"the body is {media or 'of no type'}; wanted {_FORM} or {_QUERY}")
    if media == _FORM:
        fields += _read_fields(body)
    queries = [value for name, value in fields if name == "query"]
    if media == _QUERY:
        queries.append(_decode(body))
    if any(name == "update" for name, _ in fields):
        raise RefusedError(400, "updates are refused; nothing can be changed here")
    if not queries and content_type is None and not fields:
        return None
    if len(queries) != 1:
        raise RefusedError(400, f"the request has {len(queries)} queries; wanted one, as the parameter query")
    if len(queries[0].encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RefusedError(413, f"the query has more than {MAX_BYTES:,} bytes (64 kB)")
    return Operation(
        query=queries[0],
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
    )


def _read_fields(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeError:
        raise RefusedError(400, "the parameters are not percent-encoded UTF-8") from None
    except ValueError:
        raise RefusedError(400, f"the request has over {_MAX_FIELDS} parameters") from None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"the query is not UTF-8 at byte {error.start}") from None
