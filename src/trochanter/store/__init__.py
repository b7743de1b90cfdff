"""Records of people on this computer or in a clinic's database: saved whole, audited, exported, forgotten."""
