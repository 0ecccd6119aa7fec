"""Forms of commitments."""
