"""What 'Explore the hip' shows: bones, muscle lines and what each muscle does, out of the engine."""
