"""What the MkDocs hooks call: topics, their pages, the catalog that templates read."""
