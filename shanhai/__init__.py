"""Shanhai (山海) runs East-West collaboration (东西部协作) from the communiqué to the evaluation."""

__version__ = "0.1.0"
