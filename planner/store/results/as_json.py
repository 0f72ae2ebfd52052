"""As JSON: a frozen value as the object that the store keeps and programs read, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import msgspec


class AsJson:
    """A frozen dataclass whose fields, in their order, are the names of a JSON object."""

    def to_json(self) -> dict[str, object]:
        """The value as plain data."""
        plain: dict[str, object] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, object]) -> Self:
        """The value of a JSON object that the store kept; what an older one lacks has its default.

        Written again it has the names that it had. Raises ValueError where the object is of another kind altogether.
        """
        try:
            return msgspec.convert(plain, cls, strict=False)
        except msgspec.ValidationError as cause:
            raise ValueError(f"the store keeps no {cls.__name__} there: {cause}") from cause
