"""Needs and offers, and the matches between them.

What comes in: what the west needs and the east offers. What is decided here: which proposals are made,
and by the people concerned, which are accepted. What goes out: matches that become deliveries.
"""
