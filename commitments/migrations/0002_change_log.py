"""The change log's triggers; `0005_change_log_triggers` has them as they are now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial"), ("documents", "0001_initial"), ("questionnaire", "0001_initial")]
    operations: list[object] = []
