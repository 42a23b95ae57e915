"""Workbooks in and out: read → headers → parse → checks → what would change; and template, export, errors.

Each step is columnar and collects every problem, so a person mends a file once instead of thirty times.
"""
