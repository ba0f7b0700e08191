"""README's own Python runs, and the claim it shows is one of the invented workspace's."""

import re
import subprocess
import sys
from pathlib import Path

from tests.invented import ACME, article_file

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_python_of_readme_runs_and_answers() -> None:
    (code,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "probable denied - Apparently no information has leaked" in done.stdout
    # The week of 29 March and June 2021 are the two due dates before July.
    assert "2 promises due by then" in done.stdout
    assert "'polarity': 'https://w3id.org/claimgraph/ontology#Affirmed'" in done.stdout


def test_the_claim_of_readme_is_the_invented_workspaces() -> None:
    (shown,) = blocks("trig")
    kept = " ".join(article_file(ACME).read_text(encoding="utf-8").split())
    for graph in re.findall(r"^\S+ \{\n.*?^\}", shown, flags=re.DOTALL | re.MULTILINE):
        assert " ".join(graph.split()) in kept


def test_every_file_that_readme_links_is_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)]+)\)", README)
    assert len(linked) >= 3
    assert [path for path in linked if not (Path(__file__).resolve().parents[1] / path).exists()] == []
