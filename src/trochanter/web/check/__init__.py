"""Check my hips: the questions before it, readings typed in, recordings, and what a check tells."""
