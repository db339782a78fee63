"""From a document to mentions of resolved actors."""
