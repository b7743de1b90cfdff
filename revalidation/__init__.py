"""What the engine is measured against: tolerances of the oracle tests, and published values of physiology."""
