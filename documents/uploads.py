"""Taking uploads in without letting one of them fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest


class LimitedUploads(TemporaryFileUploadHandler):
    """Writes each file to disk as it comes, cut off past MAX_DOCUMENT_BYTES; `too_large` has the names of those."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: list[str] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece, or skip the rest of a file that is too large."""
        self.received += len(raw_data)
        if self.received > settings.MAX_DOCUMENT_BYTES:
            self.too_large.append(self.file_name or "unnamed")
            self.file.close()
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> Any:
        """The file, unless it was cut off."""
        return None if self.received > settings.MAX_DOCUMENT_BYTES else super().file_complete(file_size)
