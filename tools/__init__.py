"""What developers of Qingyuan run: benches, generators of tables, the language model. Not part of the package."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
