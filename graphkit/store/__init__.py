"""Statements as RDF, in a durable store."""
