"""A trial and a body to a motion: poses and Jacobians, filters, contacts and strides."""
