"""Dated parameters of definitions, each with its source."""
