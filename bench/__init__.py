"""Benchmarks: each prints ratios to a peer or a limit, measured in one run."""
