"""Documents and what was read in them.

What comes in: the bytes of a communiqué, agreement or report. What is decided here: which proposed
finding a person accepts, edits or rejects. What goes out: decided findings, each with its exact span.
"""
