"""The page: one HTML file with the graph, its pictures and its query editor in it."""
