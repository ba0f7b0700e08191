"""Where the shipped files are: in a checkout beside the package, in a wheel inside it. No other module asks."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = _PACKAGE / "shipped"


def ontology_folder() -> Path:
    """Return the folder with claimgraph.ttl, taxonomy/, shapes/ and hygiene/."""
    return _SHIPPED / "ontology" if _SHIPPED.is_dir() else _PACKAGE.parents[1] / "ontology"


def story_folder() -> Path:
    """Return the workspace of the shipped story: articles/, entities/, queries/."""
    return _SHIPPED / "story" if _SHIPPED.is_dir() else _PACKAGE.parent


def template_folder() -> Path:
    """Return the folder with the page's template, style and script."""
    return _PACKAGE / "templates"


def engine_folder() -> Path:
    """Return the folder of the page's SPARQL engine, which is there once it has been fetched."""
    return _PACKAGE / "fetched" / "oxigraph"


def lookup(name: str) -> str:
    """Return the text of a query that the program itself asks, from lookups/NAME.rq."""
    return (_PACKAGE / "lookups" / f"{name}.rq").read_text(encoding="utf-8")
