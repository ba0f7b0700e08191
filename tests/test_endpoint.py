"""A server's answer is the same terms as the store's own."""

import pytest

from claimgraph.asking.endpoint import read_table
from claimgraph.errors import QuestionError
from claimgraph.store import Store
from claimgraph.workspace import read_workspace
from tests.invented import ACME

EVERYTHING = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"


def test_terms_read_from_json_are_the_stores() -> None:
    store = Store.from_sources(read_workspace(ACME).sources())
    assert read_table(store.serialize(EVERYTHING, "json")) == store.select(EVERYTHING)


def test_a_truth_is_a_table_of_one_cell() -> None:
    answer = read_table(Store().serialize("ASK {}", "json"))
    assert answer.texts() == [{"answer": "true"}]


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"head": {}}'])
def test_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(QuestionError, match="not a table"):
        read_table(content)
