"""What a request carries in its body: read strictly, as the parameters are."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request


class Body(serializers.Serializer[Any]):
    """A body with named fields; one that it does not have is an error that names it."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """The fields, read."""
        unknown = [name for name in data if name not in self.fields] if isinstance(data, Mapping) else []
        if unknown:
            known = ", ".join(self.fields) or "none"
            raise serializers.ValidationError(
                {name: [f"there is no such field. Known are: {known}"] for name in unknown}
            )
        values: dict[str, Any] = super().to_internal_value(data)
        return values


def read_body(request: Request, shape: type[Body]) -> dict[str, Any]:
    """The fields of the body. Raises ValidationError with a message for each one that is wrong."""
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    values: dict[str, Any] = body.validated_data
    return values
