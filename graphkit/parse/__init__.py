"""From an article to a document: the only door to Stanza."""
