"""Word of each write of accounts, terms and tokens, sent inside its transaction.

The journal stands above this station (code points one way), so an action says what it did and the
journal listens; a listener that fails takes the write back with it.
"""

from django.dispatch import Signal

written = Signal()
"""Arguments: `by` (account or None), `verb` (add, change, remove), `subject` (the row), `region_code`,
`before` and `after` (JSON values without secrets, or None), `reason`."""
