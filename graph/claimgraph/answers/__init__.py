"""Answers as people read them: tables, pairs of positions, links to the articles, and the form that is asked for."""
