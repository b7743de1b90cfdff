"""Bytes to a trial or a body: one reader a format."""
