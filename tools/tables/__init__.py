"""Generators of the tables that the package ships, each run as `python -m tools.tables.NAME`."""
