"""Notices: what the page says of itself, its owner and its reader's next click."""
