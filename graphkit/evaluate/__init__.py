"""Statements against gold."""
