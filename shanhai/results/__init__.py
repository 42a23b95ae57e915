"""Readings, progress against target, and warnings, computed from the ledgers' rows.

What comes in: word that a ledger committed. What is decided here: which cells are computed again, what is
behind and who can close the gap. What goes out: readings that open to their rows.
"""
