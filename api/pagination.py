"""Pages of a list."""


class KeysetPagination:
    """Stub."""
