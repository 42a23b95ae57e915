"""Word of each ledger commit, sent inside its transaction, so that stations above stay fresh.

Delivery must not know who computes figures from its rows (code points one way); it only says what it
touched. A receiver that fails takes the commit back with it: a figure is never staler than its rows.
"""

from django.dispatch import Signal

ledger_committed = Signal()
"""Arguments: `ledger` (its model class), `batch`, `touched` (set of (county code, year) pairs)."""
