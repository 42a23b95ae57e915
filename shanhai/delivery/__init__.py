"""The ledgers (台账): what was really delivered, from the workbooks that people keep.

What comes in: rows, by workbook, page or program. What is decided here: whether all of them hold, and
then all are written as versions, or none. What goes out: records as of any moment, and word of each commit.
"""
