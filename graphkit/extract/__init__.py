"""From mentions to statements."""
