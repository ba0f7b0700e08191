"""Checking: what can be wrong with a workspace that reads, by shapes, by hygiene rules and by the articles' texts."""
