"""Personal numbers: what the state, a bank or a registry gave one person; never published from a raw file."""
