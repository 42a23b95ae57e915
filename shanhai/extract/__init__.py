"""Reads a communiqué: bytes in, clean text with a map of its repairs, findings with exact spans out.

What comes in: the bytes of one document. What is decided here: its encoding, what is body and what is
page furniture, which damage can be mended and how surely, and what the text says (events, people,
agreements, sites, commitments, claims). What goes out: a `Reading`; nothing is kept and nobody is asked.
"""
