"""What geometry and running data say of popular claims: computed, without a look at what the literature says of them.

Nothing in this folder reads the ledger of ``trochanter.anatomy.claims``; a test holds that.
"""
