"""Start: no arguments opens the window, a verb runs the command line."""

import sys


def main() -> int:
    """Run the program and return its exit code."""
    from ctmtqg_desktop import app

    return app.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
