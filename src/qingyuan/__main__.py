"""`python -m qingyuan` is the command `qingyuan`."""

from qingyuan.commands.app import main

if __name__ == "__main__":
    main()
