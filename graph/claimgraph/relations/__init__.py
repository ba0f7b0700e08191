"""Relations between claims: the rules, and what they derive."""
