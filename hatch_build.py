"""Builds styles, scripts and translations into the wheel; they are not in git."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for command in (["tools.frontend"], ["tools.messages", "--compile"]):
            subprocess.run([sys.executable, "-m", *command], check=True, cwd=self.root)  # noqa: S603
        if not (Path(self.root) / "relasi/ui/static/dist").exists():
            sentence = "The styles were not built: relasi/ui/static/dist is missing."
            raise FileNotFoundError(sentence)
        build_data["artifacts"] += [
            "relasi/ui/static/dist/**",
            "relasi/collector/dist/**",
            "relasi/**/*.mo",
        ]
