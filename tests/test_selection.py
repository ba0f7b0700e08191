"""A part of a graph: the claims that are chosen, with all that they need, and no trace of the others."""

from pathlib import Path

import pytest

from claimgraph.asking.guard import Limits
from claimgraph.checking.hygiene import run_hygiene
from claimgraph.corpus.selection import claims_about, claims_of_articles, claims_of_overview, claims_of_query
from claimgraph.corpus.update import Update, update_corpus
from claimgraph.errors import QuestionError
from claimgraph.namespaces import CLAIM
from claimgraph.source import Source
from claimgraph.store import Store
from claimgraph.story import Story, open_story
from claimgraph.timing import Stages
from tests.invented import ACME

ACME_CLAIMS = f"{CLAIM}acme-moves-logs/"


@pytest.fixture(scope="module", params=["in memory", "on disk"])
def acme(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Story:
    if request.param == "in memory":
        return open_story(ACME)
    place = tmp_path_factory.mktemp("acme") / "store"
    assert isinstance(update_corpus(ACME, place, None, Stages()), Update)
    return open_story(store=place)


def claims_in(sources: tuple[Source, ...]) -> set[str]:
    return {graph for source in sources for graph in source.graphs if graph.startswith(CLAIM)}


def test_the_claims_about_a_thing_speak_of_it(acme: Story) -> None:
    claims = claims_about(acme.told, "KR")
    assert claims == {ACME_CLAIMS + "logs-in-korea"}
    assert claims < claims_about(acme.told, "KR", hops=2)


def test_a_thing_that_is_not_known_is_refused(acme: Story) -> None:
    with pytest.raises(QuestionError, match="Atlantis"):
        claims_about(acme.told, "Atlantis")


def test_the_claims_of_an_article_are_all_of_them(acme: Story) -> None:
    assert len(claims_of_articles(acme.told, ["acme-moves-logs"])) == acme.claims == 5
    with pytest.raises(QuestionError, match="nobody-wrote-this"):
        claims_of_articles(acme.told, ["nobody-wrote-this"])


DENIED = "PREFIX cg: <https://w3id.org/claimgraph/ontology#> "


@pytest.mark.parametrize(
    "query",
    [
        DENIED + "SELECT ?claim WHERE { ?claim cg:polarity cg:Denied }",
        DENIED + "CONSTRUCT { ?claim cg:polarity cg:Denied } WHERE { ?claim cg:polarity cg:Denied }",
    ],
)
def test_a_query_chooses_claims_by_a_table_or_by_a_graph(acme: Story, query: str) -> None:
    assert claims_of_query(acme.told, query, Limits()) == {ACME_CLAIMS + "breach-not-confirmed"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?s WHERE { ?s ?p ?o }", "column .claim"),
        (DENIED + "SELECT ?claim WHERE { ?claim cg:no 1 }", "no claim"),
    ],
)
def test_a_query_that_gives_no_claim_is_refused(acme: Story, query: str, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        claims_of_query(acme.told, query, Limits())


def test_the_overview_has_claims_of_the_strongest_links(acme: Story) -> None:
    claims = claims_of_overview(acme.told)
    assert claims
    assert all(claim.startswith(ACME_CLAIMS) for claim in claims)


def test_a_part_has_what_its_claims_need_and_no_trace_of_the_others(acme: Story) -> None:
    chosen = {ACME_CLAIMS + "logs-in-korea"}
    sources = acme.part(chosen)
    assert claims_in(sources) == chosen
    store = Store.from_sources(sources)
    assert not [str(quad) for quad in store.quads() if "breach-not-confirmed" in str(quad)]
    needed = {"undefined-iri", "entity-without-a-label-in-both-languages", "class-not-in-the-ontology"}
    assert not [finding for finding in run_hygiene(store) if finding.rule in needed]


def test_the_page_of_a_part_is_smaller_than_that_of_the_whole(tmp_path: Path) -> None:
    from claimgraph.cli import main

    for name, choice in (("part.html", ["--focus", "KR"]), ("whole.html", [])):
        assert main(["page", str(ACME), *choice, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "part.html").stat().st_size < (tmp_path / "whole.html").stat().st_size
