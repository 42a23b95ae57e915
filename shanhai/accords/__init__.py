"""What was agreed: meetings, agreements, commitments, pairings and the year's targets.

What comes in: accepted findings and reference files. What is decided here: who owns each commitment and
by when, which pair stands when, and what each unit has to reach. What goes out: things to be done.
"""
