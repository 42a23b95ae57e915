"""Administrative divisions with their validity years, and the organisations that can be paired.

What comes in: reference files with source and date. What is decided here: which code stood when, and
what an old code became. What goes out: divisions that every other station points at.
"""
