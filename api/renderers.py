"""JSON by orjson: several times faster than the standard renderer on long lists."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.serializer_helpers import ReturnDict, ReturnList


class OrjsonRenderer(BaseRenderer):
    """application/json."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The data as JSON bytes; dates in ISO 8601, decimals as numbers without needless zeros."""
        return b"" if data is None else orjson.dumps(data, default=plain, option=orjson.OPT_UTC_Z)


def plain(value: Any) -> Any:
    """What orjson does not know, as what it knows."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, ReturnDict | Mapping):
        return dict(value)
    if isinstance(value, ReturnList | set | tuple):
        return list(value)
    return str(value)
