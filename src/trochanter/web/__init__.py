"""The page: everything a runner or therapist does, in the browser, on their own computer."""
