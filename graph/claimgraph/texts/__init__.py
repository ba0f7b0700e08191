"""The articles' texts, where somebody has them: passages in them, how much of them is covered, and quotations."""
