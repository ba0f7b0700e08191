"""The invented corpora are as valid as what a curator writes, look like it, and are the same in each run."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from scripts.invented_world import World, make_workspace

from claimgraph.build import check
from claimgraph.namespaces import CG, CLAIM, RDF
from claimgraph.store import canonical_lines
from claimgraph.timing import Stages
from claimgraph.workspace import Workspace, read_workspace
from tests import shacl
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "invented_world.py"


def write(claims: int, folder: Path, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "graph"), "PYTHONHASHSEED": seed}
    command = [sys.executable, str(SCRIPT), str(claims), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented") / "corpus"
    assert "600 claims, " in write(600, folder)
    return folder


@pytest.fixture(scope="module")
def workspace(corpus: Path) -> Workspace:
    return read_workspace(corpus)


def test_our_own_check_finds_nothing_wrong_with_an_invented_corpus(corpus: Path) -> None:
    assert check(corpus, None, Stages()).findings == ()


def test_pyshacl_finds_nothing_wrong_with_an_invented_corpus(workspace: Workspace) -> None:
    assert shacl.validate(workspace.sources()) == []


def test_two_runs_write_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    write(600, tmp_path / "again", seed="1")
    assert files(tmp_path / "again") == files(corpus)


def test_what_is_written_is_what_is_made_in_memory(workspace: Workspace) -> None:
    assert list(canonical_lines(make_workspace(600).sources())) == list(canonical_lines(workspace.sources()))


def test_a_folder_with_a_workspace_is_not_written_over(corpus: Path) -> None:
    command = [sys.executable, str(SCRIPT), "30", str(corpus)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "graph")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "choose another folder" in done.stderr


@pytest.mark.parametrize("claims", [4, 63, 600])
def test_articles_have_5_to_60_claims_and_all_of_them_together_as_many_as_wanted(claims: int) -> None:
    story = read_workspace()
    sizes = [
        sum(value == f"<{CG.Claim}>" for _, _, value, _ in article.statements({RDF.type}))
        for article in World(story, claims).articles(claims)
    ]
    assert sum(sizes) == claims
    assert all(5 <= size <= 60 for size in sizes) or sizes == [4]


def test_articles_share_activities_and_companies_have_owners_and_contractors(workspace: Workspace) -> None:
    articles = [one for one in workspace.articles if one.path.stem.startswith("invented-")]
    told = Counter(activity for one in articles for activity in {s for s in one.subjects() if "/activity/" in s})
    assert sum(count > 1 for count in told.values()) > 20
    links = Counter(quad.predicate.value.rpartition("#")[2] for one in articles for quad in one.quads)
    assert min(links["isSubsidiaryOf"], links["contractor"], links["outsourcesTo"], links["restates"]) > 5


def test_every_act_certainty_and_polarity_is_drawn_and_contradictions_are_planted_and_counted() -> None:
    world = World(read_workspace(), 1000)
    articles = make_workspace(1000, world).articles
    drawn = {(quad.predicate.value, quad.object) for one in articles for quad in one.quads}
    kinds = Counter(name.rpartition("#")[2] for name, _ in drawn)
    assert (kinds["act"], kinds["certainty"], kinds["polarity"]) == (8, 4, 2)
    assert 5 < world.contradictions < 60


def test_a_contradiction_denies_what_another_claim_affirms_of_the_same_or_the_other_way_round() -> None:
    world = World(read_workspace(), 1000)
    said: dict[frozenset[tuple[str, str, str]], set[str]] = {}
    for article in world.articles(1000):
        propositions: dict[str, set[tuple[str, str, str]]] = {}
        polarity: dict[str, str] = {}
        for subject, predicate, value, graph in article.statements():
            if graph.startswith(CLAIM):
                propositions.setdefault(graph, set()).add((subject, predicate, value))
            elif predicate.endswith("#polarity"):
                polarity[subject] = value
        for claim, proposition in propositions.items():
            said.setdefault(frozenset(proposition), set()).add(polarity[claim])
    # What is contradicted twice counts twice; now and then two claims contradict each other by chance.
    assert sum(len(both) == 2 for both in said.values()) > 0.7 * world.contradictions > 5


def test_a_restatement_says_the_same_even_beside_a_contradiction_in_the_same_article() -> None:
    world = World(read_workspace(), 1000)
    earlier = [world.say("first", [])]
    # Nearly always the next claim restates one of the few before it.
    world.restated = 1
    for number in range(200):
        earlier.append(world.say(str(number), earlier))
    named = {said.name: said for said in earlier}
    pairs = [(said, named[said.restates]) for said in earlier if said.restates]
    assert len(pairs) > 150
    assert all((a.proposition, a.denied, a.act) == (b.proposition, b.denied, b.act) for a, b in pairs)
    assert world.contradictions > 0
