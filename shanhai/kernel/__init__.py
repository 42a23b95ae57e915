"""Plain words that every station shares: fields, quantities, periods, partial dates, trouble.

What comes in: nothing but Python. What is decided here: how the field's basic terms are spelt and
compared. What goes out: small frozen values that engines and stations pass to each other.
"""
