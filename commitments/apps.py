"""The app's place in Django."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """Commitments."""

    name = "commitments"
    verbose_name = "Commitments"

    def ready(self) -> None:
        """Code each document once it has been read."""
        from commitments.coding import code_document
        from documents.signals import document_read

        def code(document: object, **_: object) -> None:
            code_document(document)  # type: ignore[arg-type]  # signals carry no types

        document_read.connect(code, weak=False, dispatch_uid="code_document")
