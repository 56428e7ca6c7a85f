"""Make a release of the working tree: its version wherever it stands, the changelog, a commit and a tag.

Usage: python benchmarks/release.py VERSION    (`make release VERSION=1.2.3`, which also builds what is handed out)

Nothing is written unless everything can be: the tree is clean, the version is higher than the last, and something
stands under *Next* in CHANGES.md. Nothing is pushed.
"""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Where the version stands: a file, and the line around it.
PLACES = {
    "pyproject.toml": (r'^version = "', r'"$'),
    "fairuse/release.py": (r'^VERSION = "', r'"$'),
    "CITATION.cff": (r"^version: ", r"$"),
}
EMPTY = "### Program\n\n- Nothing yet.\n\n### Law\n\n- Nothing yet.\n"


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    version = sys.argv[1].removeprefix("v")
    if git("status", "--porcelain"):
        sys.exit("the working tree has changes that are not committed")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    new = prepared(
        version, today, {name: (ROOT / name).read_text(encoding="utf-8") for name in (*PLACES, "CHANGES.md")}
    )
    for name, text in new.items():
        (ROOT / name).write_text(text, encoding="utf-8")
    git("add", *new)
    git("commit", "-m", f"Release {version}")
    git("tag", "-a", f"v{version}", "-m", f"fairuse {version}")
    print(f"committed and tagged v{version}; push with: git push --follow-tags")


def prepared(version: str, today: str, texts: dict[str, str]) -> dict[str, str]:
    """The files as they are in the release. Ends the program if something forbids it."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        sys.exit(f"'{version}' is no version; it has three numbers, such as 1.2.3")
    new = {}
    for name, (before, after) in PLACES.items():
        (old,) = re.findall(f"(?m){before}(.*){after}", texts[name])
        if numbers(old) >= numbers(version):
            sys.exit(f"{name} is at {old} already")
        new[name] = re.sub(f"(?m)({before}).*({after})", rf"\g<1>{version}\g<2>", texts[name])
    head, _, body = texts["CHANGES.md"].partition("## Next\n")
    next_, _, rest = body.partition("\n## ")
    if not re.search(r"^- (?!Nothing yet)", next_, re.M):
        sys.exit("nothing stands under 'Next' in CHANGES.md")
    said = re.sub(r"### \w+\n+- Nothing yet\.\n*", "", next_.strip()).strip()
    new["CHANGES.md"] = f"{head}## Next\n\n{EMPTY}\n## {version}\n\nReleased on {today}.\n\n{said}\n\n## {rest}"
    return new


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, which compare as releases do."""
    return tuple(map(int, version.split(".")))


def git(*words: str) -> str:
    """What a command of git prints. Raises `CalledProcessError`."""
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
