"""Countries, claims, review, positions: what the product exists for."""
