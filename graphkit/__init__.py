"""graphkit: knowledge graphs of geopolitical actors from Indonesian and English news."""
