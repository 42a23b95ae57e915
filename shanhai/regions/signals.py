"""Word of each load of reference data, sent inside its transaction.

The journal stands above this station (code points one way), so the loader only says what it changed;
a receiver that fails takes the load back with it.
"""

from django.dispatch import Signal

reference_loaded = Signal()
"""Arguments: `by` (account or None) and `tables` (a tuple of `actions.TableChange`, changed ones only)."""
