"""When the event was that a text tells: expressions of time, and the clause that each belongs to."""
