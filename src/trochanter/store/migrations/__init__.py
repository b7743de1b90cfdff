"""How the tables came to be, one step a file in ``versions``; ``trochanter.store.migrating`` takes the steps."""
