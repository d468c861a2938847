"""Who is asking, and inside which walls. Every door to the data takes a Scope."""

from enum import StrEnum
from uuid import UUID

import msgspec

from amana.model.ids import WorkspaceId


class Audience(StrEnum):
    """The kinds of asker. Each has a connection pool and a database role of its own: the connection *is* the role."""

    DOOR = "door"  # signs people in; knows sessions and keys, nothing else
    ANNOTATOR = "annotator"  # may only call the dispatch functions
    CLIENT = "client"  # the client's own people and programs, inside their workspace
    AUDITOR = "auditor"  # reads the access log of one workspace
    OPERATOR = "operator"  # runs the installation, has no right to content
    ENGINE = "engine"  # sweeps, and the thinking half of a submit


class Verb(StrEnum):
    """What a program may do with an API key. People may do all of it."""

    READ = "read"
    IMPORT = "import"
    EXPORT = "export"
    DELIVER = "deliver"
    MANAGE = "manage"


class Scope(msgspec.Struct, frozen=True):
    """The audience, the workspace (None where none applies) and the subject: the hash of a session or key.

    `person`: whose session the caller believes it to be; with another's it is refused.
    """

    audience: Audience
    workspace_id: WorkspaceId | None = None
    subject: bytes = b""
    person: UUID | None = None

    @property
    def walls(self) -> WorkspaceId:
        """The workspace this scope lies in. For scopes that must have one: without it, the caller is at fault."""
        assert self.workspace_id is not None
        return self.workspace_id


class Principal(msgspec.Struct, frozen=True):
    """What a live credential says of its bearer. `actor` is a person, or the key itself for a program.

    `verbs` and `projects` (None: all there are) say what a key opens; a session opens everything.
    """

    audience: Audience
    workspace_id: WorkspaceId | None
    actor: str
    subject: bytes
    verbs: frozenset[Verb] = frozenset(Verb)
    projects: frozenset[UUID] | None = None

    @property
    def scope(self) -> Scope:
        return Scope(self.audience, self.workspace_id, self.subject)

    @property
    def is_program(self) -> bool:
        """Whether a key asks, and not a person."""
        return self.actor.startswith("key ")

    @property
    def walls(self) -> WorkspaceId:
        """The workspace of a client or auditor; their credentials always name one."""
        return self.scope.walls
