"""``python -m fairuse``."""

from fairuse.cli import main

if __name__ == "__main__":
    main()
