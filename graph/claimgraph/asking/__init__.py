"""Asking: questions with their records and parameters, and the ways in which a query is checked and run."""
