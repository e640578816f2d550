"""Facts about text that every stage may ask for: characters, charsets, the language model."""
