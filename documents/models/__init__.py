"""Models of the documents room, one a module."""

from documents.models.batch import ImportBatch, ImportItem
from documents.models.document import Document, original_path, sha256_of

__all__ = ["Document", "ImportBatch", "ImportItem", "original_path", "sha256_of"]
