"""The work in DuckDB: people are staged, a model is trained, pairs are found and scored."""
