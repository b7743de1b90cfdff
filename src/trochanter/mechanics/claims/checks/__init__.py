"""One file a claim that geometry or running data may decide; each holds a ``CHECK``, and is found by being there."""
