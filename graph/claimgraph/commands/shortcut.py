"""The question of a script: `claimgraph query NAME --results csv --store DIR`, without what only people need.

Reading arguments and records, with all that it imports, takes longer than starting Python and asking the engine. So
the command line tries here first: either the whole answer is written, or nothing is, and the ordinary way answers or
says what is wrong. Whatever else stands in the arguments is for the ordinary way.
"""

import sys

from claimgraph.corpus.hold import read_generation
from claimgraph.errors import WorkspaceError

TYPE_CHECKING = False  # importing it from typing takes as long as importing the engine
if TYPE_CHECKING:
    from collections.abc import Sequence


def answer_at_once(arguments: "Sequence[str]") -> bool:
    """Answer a question of a store on disk with its defaults in one of the W3C's tables; tell whether that was asked.

    Raises:
        QuestionError: as the ordinary way would.
    """
    options = dict(zip(arguments[2::2], arguments[3::2], strict=False))
    if len(arguments) != 6 or arguments[0] != "query" or options.keys() != {"--results", "--store"}:
        return False
    from claimgraph.oxigraph import TABLE_FORMATS, open_read_only, write_answer

    name, form, place = arguments[1], options["--results"], options["--store"]
    if form not in TABLE_FORMATS or "/" in name or name.startswith("-") or place.startswith("-"):
        return False
    try:
        folder, hold = read_generation(place)
        with open(f"{folder}/queries/{name}.rq", encoding="utf-8") as file:  # noqa: PTH123
            query = file.read()
        store = open_read_only(f"{folder}/store")
    except (OSError, ValueError, WorkspaceError):
        return False
    write_answer(store, query, form, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    hold.close()
    return True
