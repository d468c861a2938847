from uuid import uuid4

from amana.model.errors import DomainError, registry


def test_every_error_says_its_facts_in_words() -> None:
    for kind in registry.values():
        facts = {
            name: uuid4() if name.endswith("_id") else 3 if kind.__annotations__[name] is int else "so"
            for name in getattr(kind, "__dataclass_fields__", {})
        }
        error = kind(**facts)
        assert str(error)
        assert "{" not in str(error)
        assert all(str(value) in str(error) for name, value in facts.items() if "{" + name + "}" in (kind.__doc__ or ""))


def test_codes_are_unique() -> None:
    kinds = [kind for family in DomainError.__subclasses__() for kind in family.__subclasses__()]
    assert len({kind.code for kind in kinds}) == len(kinds) == len(registry)
