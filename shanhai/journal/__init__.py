"""The append-only, hash-chained record of every write, export and look at personal data (日志).

What comes in: who did what to which record, with what stood before and after and why. What is decided
here: the order of entries and the seal that ties each to the one before. What goes out: proof.
"""
