"""Bones as closed surfaces, out of balls, tubes and a sheet that meet the hip model's own landmarks."""
