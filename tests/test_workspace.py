"""A workspace is read whole, and what does not fit together is refused."""

import shutil
from pathlib import Path

import pytest

from claimgraph.errors import SourceError, WorkspaceError
from claimgraph.workspace import read_workspace
from tests.invented import ACME, BASE, article_file, copy_acme


def test_a_workspace_has_its_articles_its_entities_and_the_ontology() -> None:
    workspace = read_workspace(ACME)
    assert [source.path.name for source in workspace.articles] == ["acme-moves-logs.trig"]
    assert [source.path.name for source in workspace.entities] == ["acme.ttl"]
    assert {source.path.name for source in workspace.ontology} >= {"claimgraph.ttl", "polarity.ttl"}
    assert workspace.files()[f"{BASE}claim/acme-moves-logs/logs-in-korea"] == "acme-moves-logs.trig"


def test_a_workspace_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="nowhere: no such folder; wanted a workspace"):
        read_workspace(tmp_path / "nowhere")


def test_an_empty_workspace_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="at least one article"):
        read_workspace(tmp_path)


def test_two_files_that_define_one_claim_are_refused_with_file_and_line(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    again = workspace / "articles" / "beta.trig"
    again.write_text(
        f"<{BASE}article/beta> {{\n  <{BASE}article/beta> a <https://schema.org/NewsArticle> .\n}}\n"
        f"<{BASE}claim/acme-moves-logs/logs-in-korea> {{\n  <{BASE}agent/acme> a <http://example.org/x> .\n}}\n"
    )
    with pytest.raises(SourceError) as caught:
        read_workspace(workspace)
    assert str(caught.value).startswith(f"{again}:5: writes <{BASE}claim/acme-moves-logs/logs-in-korea>, which ")
    assert "acme-moves-logs.trig writes too" in str(caught.value)


def test_a_claim_in_another_articles_file_is_refused(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    shutil.move(article_file(workspace), workspace / "articles" / "beta.trig")
    with pytest.raises(SourceError, match=rf"beta\.trig:\d+: writes the graph <{BASE}article/acme-moves-logs>"):
        read_workspace(workspace)


def test_a_graph_outside_the_base_is_refused(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    path = article_file(workspace)
    path.write_text(path.read_text() + "<http://example.org/g> { <http://example.org/s> a <http://example.org/o> }\n")
    with pytest.raises(SourceError, match=r"writes the graph <http://example\.org/g>; wanted"):
        read_workspace(workspace)


def test_an_entity_that_is_part_of_an_articles_record_is_refused_with_file_and_line(tmp_path: Path) -> None:
    workspace = copy_acme(tmp_path)
    odd = workspace / "entities" / "odd.ttl"
    claim = f"{BASE}claim/acme-moves-logs/logs-in-japan"
    odd.write_text(f'# A slip.\n<{claim}> <http://www.w3.org/2004/02/skos/core#prefLabel> "x"@en .\n', encoding="utf-8")
    with pytest.raises(SourceError, match=rf"odd.ttl:2: says something of <{claim}>, .*; wanted an entity"):
        read_workspace(workspace)
