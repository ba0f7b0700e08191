"""Serving: the SPARQL endpoint over HTTP, and who may ask it what."""
