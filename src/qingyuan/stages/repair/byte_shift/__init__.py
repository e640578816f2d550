"""Byte shifts: what the accident that leaves pinyin annotations behind does to characters that are no entry."""
