"""Files become Articles: `corpus.read` opens them, `clean` says which parts of a text to parse."""
