"""Promises: what became of each as of a day, and the ledger in which people read it."""
