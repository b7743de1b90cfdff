"""Quantities of the posture atlas that can be shown, by the names that people type."""

SHOWS = ("arm", "torque", "passive", "length", "fibres")
