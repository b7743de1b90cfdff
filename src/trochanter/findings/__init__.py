"""A person's answers to a screen: what stops, what is limited, what may go on; asked before any test or exercise."""
