"""Rules of single ledgers, one page a field: `CHECKS` maps a ledger's code to its own checks."""
