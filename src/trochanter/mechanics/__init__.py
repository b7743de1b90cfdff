"""A motion and a body to a muscle account: path geometry, inverse dynamics, load sharing, contact force."""
