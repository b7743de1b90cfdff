"""What a hip is: the type of a musculoskeletal body, the hip model as data with sources, norms."""
