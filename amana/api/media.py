"""Media of tasks: for leads bringing and listing files; and the files themselves, from a path of their own.

A file is a client's, whatever it says it is: it leaves as the type that its bytes were found to be, and with a policy under which
nothing in it runs. It is kept by nobody on the way.
"""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Stream

from amana.actions import media
from amana.actions.known_media import peaks_part
from amana.actions.media import Looked, Shelf
from amana.api.context import AnyRequest, Bearer, Context, Doors, annotator_scope
from amana.api.policy import Policy, allow
from amana.model.errors import MediaNotFound
from amana.model.ids import AssignmentId, MediaId, ProjectId
from amana.model.media import MediaFile, MediaPage
from amana.model.scope import Verb
from amana.outside.sniff import KNOWN, MEDIA_BYTES_MAX
from amana.outside.sound import PEAKS_PER_SECOND

CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
ANY_TYPE = "application/octet-stream"


@post(
    "/projects/{project_id:uuid}/media",
    opt=allow(Policy.CLIENT, Verb.IMPORT),
    request_max_body_size=MEDIA_BYTES_MAX,
    description=f"The body is the file: {KNOWN}, by its bytes. Rows refer to it by its name.",
)
async def add_media(
    context: Doors,
    principal: Bearer,
    request: AnyRequest,
    project_id: FromPath[UUID],
    file_name: Annotated[str, QueryParameter(max_length=500)],
) -> MediaFile:
    return await media.add(_shelf(context), principal, ProjectId(project_id), file_name, request.stream())


@get("/projects/{project_id:uuid}/media", opt=allow(Policy.CLIENT, Verb.READ), description="In the order in which they came.")
async def list_media(
    context: Doors,
    principal: Bearer,
    project_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=media.PAGE_FILES_MAX)] = 100,
) -> MediaPage:
    after_file = MediaId(after) if after else None
    return await media.listing(context.db, context.seal, principal, ProjectId(project_id), after_file, limit)


@get(
    "/client/{project_id:uuid}/{media_id:uuid}",
    opt=allow(Policy.CLIENT, Verb.READ),
    media_type=ANY_TYPE,
    description="A file, or the range of it that a Range header asks for. Each look is in the access log.",
)
async def look(
    context: Doors, principal: Bearer, request: AnyRequest, project_id: FromPath[UUID], media_id: FromPath[UUID]
) -> Stream:
    asked = request.headers.get("range")
    return _sent(await media.look(_shelf(context), principal, ProjectId(project_id), MediaId(media_id), asked))


@get(
    "/annotator/{project_id:uuid}/{assignment_id:uuid}/{media_id:uuid}",
    opt=allow(Policy.ANNOTATOR),
    media_type=ANY_TYPE,
    description="A file of a task that you hold or answered, or the range of it that a Range header asks for.",
)
async def look_at_desk(
    context: Doors,
    request: AnyRequest,
    project_id: FromPath[UUID],
    assignment_id: FromPath[UUID],
    media_id: FromPath[UUID],
) -> Stream:
    scope = await annotator_scope(request, ProjectId(project_id))
    held = AssignmentId(assignment_id), MediaId(media_id), request.headers.get("range")
    return _sent(await media.look_at_desk(_shelf(context), scope, ProjectId(project_id), *held))


@get(
    "/client/{project_id:uuid}/{media_id:uuid}/playable",
    opt=allow(Policy.CLIENT, Verb.READ),
    media_type=ANY_TYPE,
    description="What pages play in place of a recording, where they do not play the recording itself.",
)
async def play(
    context: Doors, principal: Bearer, request: AnyRequest, project_id: FromPath[UUID], media_id: FromPath[UUID]
) -> Stream:
    asked = request.headers.get("range")
    return _sent(await media.look(_shelf(context), principal, ProjectId(project_id), MediaId(media_id), asked, "playable"))


@get(
    "/client/{project_id:uuid}/{media_id:uuid}/peaks/{per_second:int}",
    opt=allow(Policy.CLIENT, Verb.READ),
    media_type=ANY_TYPE,
    description="The peaks of a recording with 10 or 100 buckets a second: the least and the greatest sample of each, as int8.",
)
async def peaks(
    context: Doors,
    principal: Bearer,
    request: AnyRequest,
    project_id: FromPath[UUID],
    media_id: FromPath[UUID],
    per_second: FromPath[int],
) -> Stream:
    asked = request.headers.get("range")
    part = _peaks(media_id, per_second)
    return _sent(await media.look(_shelf(context), principal, ProjectId(project_id), MediaId(media_id), asked, part))


@get(
    "/annotator/{project_id:uuid}/{assignment_id:uuid}/{media_id:uuid}/playable",
    opt=allow(Policy.ANNOTATOR),
    media_type=ANY_TYPE,
    description="What pages play in place of a recording, where they do not play the recording itself.",
)
async def play_at_desk(
    context: Doors,
    request: AnyRequest,
    project_id: FromPath[UUID],
    assignment_id: FromPath[UUID],
    media_id: FromPath[UUID],
) -> Stream:
    scope = await annotator_scope(request, ProjectId(project_id))
    held = AssignmentId(assignment_id), MediaId(media_id), request.headers.get("range"), "playable"
    return _sent(await media.look_at_desk(_shelf(context), scope, ProjectId(project_id), *held))


@get(
    "/annotator/{project_id:uuid}/{assignment_id:uuid}/{media_id:uuid}/peaks/{per_second:int}",
    opt=allow(Policy.ANNOTATOR),
    media_type=ANY_TYPE,
    description="The peaks of a recording with 10 or 100 buckets a second: the least and the greatest sample of each, as int8.",
)
async def peaks_at_desk(
    context: Doors,
    request: AnyRequest,
    project_id: FromPath[UUID],
    assignment_id: FromPath[UUID],
    media_id: FromPath[UUID],
    per_second: FromPath[int],
) -> Stream:
    scope = await annotator_scope(request, ProjectId(project_id))
    held = AssignmentId(assignment_id), MediaId(media_id), request.headers.get("range"), _peaks(media_id, per_second)
    return _sent(await media.look_at_desk(_shelf(context), scope, ProjectId(project_id), *held))


def _peaks(media_id: UUID, per_second: int) -> str:
    if per_second not in PEAKS_PER_SECOND:
        raise MediaNotFound(media_id=media_id)
    return peaks_part(per_second)


def _shelf(context: Context) -> Shelf:
    return Shelf(context.db, context.seal, context.room, context.blobs)


def _sent(looked: Looked) -> Stream:
    part = looked.range
    headers = {
        "content-type": looked.media_type,
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "content-disposition": "inline",
        "content-length": str(part.stop - part.start),
        "accept-ranges": "bytes",
    }
    if part.is_part:
        headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{looked.size_bytes}"
    return Stream(looked.pieces, headers=headers, status_code=206 if part.is_part else 200)


router = Router("/api/client", route_handlers=[add_media, list_media], tags=["client"])
files = Router("/media", route_handlers=[look, play, peaks, look_at_desk, play_at_desk, peaks_at_desk], tags=["media"])
