"""What graphkit knows: the ontology, the languages and the actors, read from files."""
