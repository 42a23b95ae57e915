"""Matches needs with offers: typed needs and offers in, proposals with reasons out.

What comes in: needs and offers of one field. What is decided here: which pairs are possible, how good
each is and why, and the best overall choice under all limits. What goes out: proposals, never orders.
"""
