"""What the database itself refuses, whoever asks: emptying a table whose rows are kept."""

from typing import Any

import pgtrigger

REFUSE_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION '% is kept', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
)
"""Row triggers do not see a TRUNCATE; this one refuses it."""


def events_kept() -> dict[str, Any]:
    """What tracking by pghistory is to be told, so that no version can be changed or go."""
    return {"append_only": True, "meta": {"triggers": [REFUSE_TRUNCATE]}}
