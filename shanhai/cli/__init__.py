"""The command `shanhai`, one module a station; each parses, calls one verb and prints what it did."""
