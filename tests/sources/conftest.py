"""The stand-in reading, for every test of this folder."""

from tests.sources.reading import reader

__all__ = ["reader"]
