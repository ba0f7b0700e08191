"""Claims that news articles make, as an RDF graph: no triple without a claim, no claim without a passage."""

__version__ = "0.1.0"
