"""Figures of a report: each drawn twice, 1040 and 358 pixels wide, with its numbers to copy."""
