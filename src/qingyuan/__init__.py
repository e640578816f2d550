"""Turns damaged Chinese text into clean Markdown, with proof of every change."""

__version__ = "0.1.0"
