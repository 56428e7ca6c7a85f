"""Files are written whole or not at all."""

from __future__ import annotations

import os
import stat

import pytest

from fairuse.source.errors import FairuseError
from fairuse.source.files import write_whole


def test_a_new_file_and_its_mode(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "f", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "f").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "f").stat().st_mode) == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"old, and longer")
    path.chmod(0o600)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fdopen", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(step, error, tmp_path, monkeypatch):
    path = tmp_path / "f"
    path.write_bytes(b"old")

    def fail(*args):
        if step == "fdopen":
            os.close(args[0])
        raise error

    monkeypatch.setattr(os, step, fail)
    expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else FairuseError
    with pytest.raises(expected) as caught:
        write_whole(path, b"new")
    if expected is FairuseError:
        assert str(caught.value) == f"{path}: error cannot be written: No space left on device [not-written]"
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize(
    ("name", "reason"), [("no/such/f", "No such file or directory"), (".", "Is a directory|Device or resource busy")]
)
def test_a_place_that_cannot_be_written(name, reason, tmp_path):
    with pytest.raises(FairuseError, match=f"error cannot be written: ({reason})"):
        write_whole(tmp_path / name, b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there/f").write_bytes(b"old")
    (tmp_path / "link").symlink_to("there/f")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there/f").read_bytes() == b"new"


def test_the_longest_name_the_system_allows(tmp_path):
    write_whole(tmp_path / ("f" * 255), b"new")
    assert (tmp_path / ("f" * 255)).read_bytes() == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(path, b"new")
        assert os.read(reader, 10) == b"new"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)
