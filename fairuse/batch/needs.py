"""Libraries that only some tables need: those of the extra ``tables``."""

from __future__ import annotations

from typing import Any

from fairuse.source.errors import FairuseError, Location, Problem


def tables() -> Any:
    """The module `pyarrow`. Raises `FairuseError` if it is not installed."""
    try:
        import pyarrow  # noqa: PLC0415  # an extra, and slow to import
        import pyarrow.ipc  # noqa: PLC0415
    except ImportError:
        reason = "Parquet and Arrow files need the extra 'tables': pip install 'fairuse[tables]'"
        raise FairuseError([Problem(Location("fairuse batch"), "missing-extra", reason)]) from None
    return pyarrow
