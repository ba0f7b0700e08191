"""Filling templates: whatever is put into one is text, escaped, and what is missing is an error."""

from claimgraph.resources import template_folder


def render(template: str, **values: object) -> str:
    """Return a template of templates/ with the values filled in."""
    import jinja2

    loader = jinja2.FileSystemLoader(template_folder())
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template(template).render(**values)
