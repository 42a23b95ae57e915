"""Notices (通报) and briefings in which every number opens to its rows.

What comes in: readings, targets and warnings as of a moment. What is decided here: what is said and in
which order. What goes out: files that are the same, byte for byte, whenever they are written again.
"""
