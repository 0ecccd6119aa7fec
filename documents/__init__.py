"""Source documents: intake, readers, and the jobs that carry one from queued to read."""
