"""Statements as a graph, and numbers over it."""
