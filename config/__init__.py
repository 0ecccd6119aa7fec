"""Settings, URLs, the worker's entry point and the embedded servers."""
