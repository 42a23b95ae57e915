"""Reads a communiqué: bytes in, clean text with a map of its repairs, findings with exact spans out.

What comes in: the bytes of one document. What is decided here: its encoding, what is body and what is
page furniture, which damage can be mended and how surely, and what the text says (events, people,
agreements, sites, commitments, claims). What goes out: a `Reading`; nothing is kept and nobody is asked.
"""

from shanhai.extract.types import READER_VERSION, Reading

__all__ = ["READER_VERSION", "Reading", "read"]


def read(data: bytes, name: str) -> Reading:
    """Read one document; see `shanhai.extract.engine.read` (imported on first use: it loads tables)."""
    from shanhai.extract.engine import read as engine_read

    return engine_read(data, name)
