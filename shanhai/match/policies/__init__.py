"""Policies of matching: how many points each rule and each priority tier is worth, as data with notes."""
