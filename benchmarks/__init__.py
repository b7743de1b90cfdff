"""How fast trochanter is beside OpenSim 4.6: ``python -m benchmarks.run``, or ``make bench``."""
