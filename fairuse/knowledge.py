"""Loading the knowledge base for use: from the cache of an earlier load if the rules are unchanged, else checked."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from fairuse.kb import load, stored
from fairuse.kb.model import KnowledgeBase
from fairuse.source.errors import FairuseError
from fairuse.source.files import write_whole

#: Folder for compiled knowledge bases; set to an empty text to keep none.
CACHE_VARIABLE = "FAIRUSE_CACHE_DIR"
_PACKAGE = Path(__file__).parent


def data_dir(name: str) -> Path:
    """Return a folder that ships with the package (``rules``, ``cases``): in the wheel, or beside it in a checkout."""
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def load_kb(path: Path | str | None = None) -> KnowledgeBase:
    """Load the knowledge base in folder `path`, by default the one that ships with the product.

    Raises `FairuseError` with every problem that would make its answers wrong. (`fairuse check` looks for more.)
    """
    root = Path(path) if path is not None else data_dir("rules")
    sha256, _ = load.fingerprint(root)
    cached = _cache_file(sha256)
    if cached is not None and cached.is_file():
        with contextlib.suppress(OSError):
            if (kb := stored.load(cached.read_bytes())) is not None:
                return kb
    from fairuse import checks  # noqa: PLC0415  only needed when the rules are new

    loaded = load.read_kb(root)
    problems = list(loaded.problems) or checks.run(loaded, essential_only=True)
    if errors := [p for p in problems if p.severity == "error"]:
        raise FairuseError(errors)
    if cached is not None:
        with contextlib.suppress(OSError, FairuseError):
            cached.parent.mkdir(parents=True, exist_ok=True)
            write_whole(cached, stored.dump(loaded.kb))
    return loaded.kb


def cache_folder() -> Path | None:
    """The folder for what can be made again; None if the user wants none."""
    folder = os.environ.get(CACHE_VARIABLE)
    if folder is None:
        import platformdirs  # noqa: PLC0415

        folder = platformdirs.user_cache_dir("fairuse", appauthor=False)
    return Path(folder) if folder else None


def _cache_file(sha256: str) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    code = hashlib.sha256(sha256.encode())
    for module in sorted((_PACKAGE / "kb").glob("*.py")):  # another release may read the same rules otherwise
        code.update(module.read_bytes())
    return folder / f"kb-{code.hexdigest()[:24]}.jsonl"
