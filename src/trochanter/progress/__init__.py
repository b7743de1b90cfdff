"""Plan and sessions to progress: what was done, whether it mattered, what is next, and whether to run today."""
