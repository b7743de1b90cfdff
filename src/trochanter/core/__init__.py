"""Words that every room shares: sides, units, estimates, quality, sources, errors, small rotation maths."""
