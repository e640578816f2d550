"""The language model: `python -m tools.language_model.build`."""
