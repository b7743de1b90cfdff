"""One file a format: each holds a ``FORMAT`` that says how to recognise a file and how to read it."""
