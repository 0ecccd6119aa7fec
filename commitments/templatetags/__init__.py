"""What templates of all rooms may use of the commitments."""
