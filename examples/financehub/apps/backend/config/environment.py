"""Settings that are kept in a file beside this one while somebody works without containers."""

import os
from pathlib import Path


def load(path: Path) -> None:
    """Puts `NAME=value` lines into the environment; what is set there already wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())
