"""What to do: exercises, their physics, and a plan of a few of them."""
