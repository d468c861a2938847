"""Request bodies decoded strictly into their structs: "1" is not a number here, and what is wrong is named by its field.

Litestar's own way parses to plain values and converts them leniently; this one hands the bytes to msgspec once.
"""

import re
from collections.abc import Generator
from typing import Any, ClassVar, TypeVar

import msgspec
from litestar._openapi.schema_generation import SchemaCreator
from litestar.dto import AbstractDTO, DTOFieldDefinition
from litestar.dto._backend import DTOBackend
from litestar.openapi.spec import Reference, Schema
from litestar.typing import FieldDefinition

from amana.model.errors import RequestInvalid

T = TypeVar("T")

_PLACE = re.compile(r"^(?P<reason>.*) - at `\$\.?(?P<field>.*)`$")
_NAMED = re.compile(r"`(?P<field>[^`]+)`$")


class Strict(AbstractDTO[T]):
    """Set on the application: every handler whose `data` is a struct decodes it through here."""

    _types: ClassVar[dict[str, Any]] = {}

    @classmethod
    def is_supported_model_type_field(cls, field_definition: FieldDefinition) -> bool:
        return field_definition.is_subclass_of(msgspec.Struct)

    @classmethod
    def create_for_field_definition(
        cls, field_definition: FieldDefinition, handler_id: str, backend_cls: type[DTOBackend] | None = None
    ) -> None:
        cls._types[handler_id] = field_definition.annotation

    @classmethod
    def create_openapi_schema(
        cls, field_definition: FieldDefinition, handler_id: str, schema_creator: SchemaCreator
    ) -> Reference | Schema:
        return schema_creator.for_field_definition(field_definition)

    def decode_bytes(self, value: bytes) -> Any:
        """Raises RequestInvalid, naming the field."""
        return decode(value, self._types[self.asgi_connection.route_handler.handler_id])

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Generator[DTOFieldDefinition, None, None]:
        raise NotImplementedError  # no transfer model is made

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:
        raise NotImplementedError  # no transfer model is made


def decode(value: bytes, into: Any) -> Any:
    """`value` as JSON of that type. Raises RequestInvalid, naming the field."""
    try:
        value.decode()  # parts of some bodies are opened only later: bad text is named here, whichever part it is in
        return msgspec.json.decode(value, type=into)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        said = str(error) or "it is nested too deeply"
        placed = _PLACE.match(said)
        named = _NAMED.search(said)
        field = placed["field"] if placed else named["field"] if named else ""
        raise RequestInvalid(field=field, reason=placed["reason"] if placed else said) from None
