"""The register of work in the field: telephones, assignments, and what they send."""
