"""Hygiene: rules about the data and the ontology, each a SELECT query that returns finished sentences.

A rule's file is named by the violation. Its query asks named graphs only and returns ?focus, what is wrong, and
?message, a sentence with IRIs in angle brackets, which are shortened here.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from claimgraph.errors import QuestionError
from claimgraph.model import Finding
from claimgraph.namespaces import shorten
from claimgraph.resources import ontology_folder
from claimgraph.store import Store

_COLUMNS = ("focus", "message")
_IRI = re.compile(r"<([^<>\s]+)>")


def rule_files() -> list[Path]:
    """Return the files of rules, one for each violation."""
    return sorted((ontology_folder() / "hygiene").glob("*.rq"))


def run_hygiene(store: Store) -> list[Finding]:
    """Return what the rules find wrong with the store, sorted.

    Raises:
        QuestionError: if a rule is not a SELECT query, does not return exactly ?focus and ?message, or leaves one
            of them without a value; names the rule's file.
    """
    return sorted(finding for path in rule_files() for finding in run_rule(store, path))


@contextmanager
def hygiene_beside(store: Store) -> Iterator[Callable[[], list[Finding]]]:
    """Run the rules while something else is done, and give what waits for them and returns what they find.

    The engine answers without Python's lock. Who leaves early, for an error or Ctrl-C, waits for one rule at most.
    """
    pool = ThreadPoolExecutor(1)
    try:
        rules = [pool.submit(run_rule, store, path) for path in rule_files()]
        yield lambda: sorted(finding for rule in rules for finding in rule.result())
    finally:
        pool.shutdown(cancel_futures=True)


def run_rule(store: Store, path: Path) -> list[Finding]:
    """Return what one rule finds, in the query's order.

    Raises:
        QuestionError: as `run_hygiene` does.
    """
    try:
        answer = store.select(path.read_text(encoding="utf-8"))
    except QuestionError as error:
        raise QuestionError(f"{path}: {error}") from error
    if answer.columns != _COLUMNS:
        raise QuestionError(f"{path}: returns {', '.join(answer.columns)}; wanted focus and message")
    findings = []
    for focus, message in answer.rows:
        if focus is None or message is None:
            raise QuestionError(f"{path}: returns a row without {'focus' if focus is None else 'message'}")
        sentence = _IRI.sub(lambda match: shorten(match.group(1)), message.value)
        findings.append(Finding(rule=path.stem, focus=focus.value, sentence=sentence))
    return findings
