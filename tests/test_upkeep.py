"""Relations that are kept are the relations that are derived from nothing, whatever changes.

CLAIMGRAPH_EDITS sets how many changes are tried in a row, CLAIMGRAPH_SEEDS how many rows; ten of fifty take ten
minutes.
"""

import os

import pytest
from scripts.invented_world import make_workspace

from claimgraph.corpus import upkeep
from claimgraph.corpus.upkeep import keep_relations
from claimgraph.namespaces import RELATIONS
from tests.edited import Edited, derived_from_nothing, relations

CLAIMS = 300
EDITS = int(os.environ.get("CLAIMGRAPH_EDITS", "8"))


@pytest.mark.parametrize("seed", range(int(os.environ.get("CLAIMGRAPH_SEEDS", "3"))))
def test_what_is_kept_is_what_is_derived_from_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # However much of this small corpus a change reaches, it is not derived as a whole.
    monkeypatch.setattr(upkeep, "_MOST", 1)
    workspace = make_workspace(CLAIMS)
    corpus = Edited(workspace, seed)
    for number in range(EDITS):
        what, changed = corpus.change()
        assert keep_relations(corpus.store, changed, workspace.ontology, corpus.claims())
        kept, wanted = relations(corpus.store.quads(graph=RELATIONS)), derived_from_nothing(corpus.store)
        assert (sorted(wanted - kept)[:5], sorted(kept - wanted)[:5]) == ([], []), f"change {number}: {what}"
