"""The corpus: its files, the run over them, and who owns what is written; the only folder that writes articles."""
