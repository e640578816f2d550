"""The command line: one file a command; `app.py` puts them together.

Commands import what they need when they run: `--version` and `--help` should not load a language model.
"""
