"""Put ontology and data into the wheel, under `graphkit/_shipped`; an editable install reads the checkout."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("ontology", "data")


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Add the folders that `graphkit.knowledge.files` looks for."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to copy; `version` is "standard" or "editable"."""
        if version == "standard":
            for folder in SHIPPED:
                build_data["force_include"][str(Path(self.root) / folder)] = f"graphkit/_shipped/{folder}"
