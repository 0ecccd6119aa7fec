"""Pages of commitments, one module a page."""
