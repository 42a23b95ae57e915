"""Computes indicators: records in, figures with their definitions and row counts out.

What comes in: columns of ledger rows and an indicator's declaration. What is decided here: which rows
count, how they add up over time and over regions. What goes out: readings that open to their rows.
"""
