"""The rules of matching, one page a field: what may never be, and what is good about a pair.

A limit forbids a pair and says why; a rule gives points and says why. Each is a small pure function of
terms, places and policy, so an explanation is never written twice.
"""
