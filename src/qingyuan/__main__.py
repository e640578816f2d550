"""`python -m qingyuan` is the command `qingyuan`."""

import sys

from qingyuan.extras import MissingExtra, wanted

MISUSE = 2


def main() -> None:
    """Run the command line, or say which packages it wants."""
    try:
        with wanted("cli", "use the command line"):
            from qingyuan.commands.app import main

            main()
    except MissingExtra as error:
        print(error, file=sys.stderr)
        sys.exit(MISUSE)


if __name__ == "__main__":
    main()
