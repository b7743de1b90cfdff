"""The rules of the findings: one file a family; a module with RULES is registered by being there."""
