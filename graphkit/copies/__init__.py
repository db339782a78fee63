"""Copies: articles that tell one story in one set of words are one origin, however many print it."""
