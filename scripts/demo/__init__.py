"""How the packaged demo trial is computed from the public recording RBDS001."""
