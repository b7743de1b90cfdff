"""Constants of nature that several rooms use."""

GRAVITY_M_S2 = 9.80665  # standard acceleration of free fall, by definition (3rd CGPM, 1901)
