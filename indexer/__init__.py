"""Articles in, answers out: the public door of the indexer."""
