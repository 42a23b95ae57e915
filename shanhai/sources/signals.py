"""Word of each decision on a finding, sent inside its transaction, so that stations above follow.

Sources must not know what becomes of an accepted finding (code points one way); it only says what was
decided. A receiver that fails takes the decision back with it: no finding is accepted and not adopted.
"""

from django.dispatch import Signal

finding_decided = Signal()
"""Arguments: `finding` (as it stands now), `by` (the account), `at` (the moment)."""
