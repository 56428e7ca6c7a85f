"""Loading the knowledge base for use: from the cache of an earlier load if nothing has changed, else checked."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from fairuse.kb import load, stored
from fairuse.kb.model import KnowledgeBase
from fairuse.source.errors import FairuseError
from fairuse.source.files import write_whole

#: Folder for compiled knowledge bases; set to an empty text to keep none.
CACHE_VARIABLE = "FAIRUSE_CACHE_DIR"
_PACKAGE = Path(__file__).parent
#: The rooms between a file of rules and a checked knowledge base: other code may make another one of the same files.
_READING = ("source", "kb", "engine", "checks")


def data_dir(name: str) -> Path:
    """Return a folder that ships with the package (``rules``, ``cases``): in the wheel, or beside it in a checkout."""
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def load_kb(path: Path | str | None = None, houses: Sequence[Path | str] = ()) -> KnowledgeBase:
    """Load the knowledge base in folder `path`, by default the one that ships with the product.

    `houses`: folders of house rules that are laid over it. Raises `FairuseError` with every problem that would make its
    answers wrong. (`fairuse check` looks for more.)
    """
    root = Path(path) if path is not None else data_dir("rules")
    sha256, content = load.fingerprint(root)
    kb = _loaded(sha256, lambda: load.read_content(root, sha256, content))
    kb = kb.model_copy(update={"ships": True}) if path is None else kb
    return over(kb, houses) if houses else kb


def over(kb: KnowledgeBase, houses: Sequence[Path | str]) -> KnowledgeBase:
    """The law of `kb` with the house rules of some folders over it. Raises `FairuseError` as `load_kb`."""
    found = [(Path(folder), *load.fingerprint(Path(folder))) for folder in houses]
    content = " ".join([kb.sha256, *(f"{sha256} {folder}" for folder, sha256, _ in found)])  # its problems name folders
    laid = _loaded(content, lambda: load.read_houses(kb, found))
    return laid.model_copy(update={"ships": kb.ships, "beneath": kb})


def _loaded(content: str, read: Callable[[], load.Loaded]) -> KnowledgeBase:
    """The checked knowledge base that is made of some `content`: from the cache, or as it is read."""
    cached = cache_file("kb", content, *_READING)
    kb = _from(cached)
    if kb is None:
        kb = _checked(read())
        if cached is not None:
            keep(cached, stored.dump(kb))
    return kb


def _checked(loaded: load.Loaded) -> KnowledgeBase:
    from fairuse import checks  # noqa: PLC0415  only needed when the rules are new

    problems = list(loaded.problems) or checks.run(loaded, essential_only=True)
    if errors := [p for p in problems if p.severity == "error"]:
        raise FairuseError(errors)
    return loaded.kb


def _from(cached: Path | None) -> KnowledgeBase | None:
    if cached is not None and cached.is_file():
        with contextlib.suppress(OSError):
            return stored.load(cached.read_bytes())
    return None


def cache_file(kind: str, content: str, *rooms: str) -> Path | None:
    """Where something made from `content` by the code of `rooms` is kept; None if the user wants nothing kept."""
    folder = os.environ.get(CACHE_VARIABLE)
    if folder is None:
        import platformdirs  # noqa: PLC0415

        folder = platformdirs.user_cache_dir("fairuse", appauthor=False)
    if not folder:
        return None
    key = hashlib.sha256(f"{content} {code_of(*rooms)}".encode())
    return Path(folder) / f"{kind}-{key.hexdigest()[:24]}"


@lru_cache(maxsize=8)
def code_of(*rooms: str) -> str:
    """A digest over the content of every module of some rooms. Raises `RuntimeError` if one of them has none."""
    digest = hashlib.sha256()
    for room in rooms:
        modules = sorted((_PACKAGE / room).rglob("*.py"))
        if not modules:
            raise RuntimeError(f"no modules in {_PACKAGE / room}: caches made by them could not be told apart")
        for module in modules:
            digest.update(f"{module.relative_to(_PACKAGE).as_posix()}\0".encode() + module.read_bytes())
    return digest.hexdigest()


def keep(place: Path, data: bytes) -> None:
    """Keep what can be made again; that it cannot be written is no harm."""
    with contextlib.suppress(OSError, FairuseError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)
