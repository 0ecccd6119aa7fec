"""What this room tells the rooms above it, which it does not know."""

from django.dispatch import Signal

document_read = Signal()
"""Sent in the worker with `document` once its text is stored; the receiver codes it and closes the job."""
