"""Bytes to text, with the evidence for the charset chosen, and back again byte for byte."""

from __future__ import annotations

from qingyuan.stages.decode.evidence import Decoded, DecodeError, Patch, decode, encode

__all__ = ["DecodeError", "Decoded", "Patch", "decode", "encode"]
