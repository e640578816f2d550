"""Measurements, each run as `python -m tools.bench.NAME`; docs-dev/benchmarks*.md has what they found."""
