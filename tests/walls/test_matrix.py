"""Every route of the API × everybody who may call it: the answers are written down here, and a route without its row fails.

The calls that are refused are made first, by everybody in turn, with all that a stranger could know: the right ids and a body
that would do. Then those who may make theirs. What a refused caller reads never holds an id or a word of what is another's.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from amana.api.context import Context
from amana.app import create_app
from amana.store import projects as store
from tests.databases import Scratch
from tests.lab import json_lines, row
from tests.samples import png
from tests.walls.world import CANARY, FORGOTTEN_WALL, World, build

# Who calls. `colleague`: works for the same client in another project. `away`: was sent away. `expired`: their session is over.
# `stranger`: works for the rival. `crossed`: the rival, or the colleague, in a project of their own with the one lab's inner ids.
CALLERS = (
    "nobody", "annotator", "colleague", "away", "expired", "stranger", "lead", "revoked", "auditor", "rival", "rival's auditor", "operator",
    "vendor", "other vendor", "crossed",
)  # fmt: skip

STRANGERS = ("nobody", "stranger", "rival", "rival's auditor", "operator", "vendor", "other vendor", "expired", "revoked")

# 404: there is no such thing for them. 401: nobody whom this route lets in. 200 for `crossed` and `stranger`: of their own, of which
# there is nothing under another's id.
MATRIX = """
#                                                                            nob ann col awa exp str led rev aud riv ria ope ven otv cro
GET  /api                                                                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  /api/neutrality                                                         200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  /api/session                                                            200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
GET  /api/annotator/projects                                                 401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
GET  /api/annotator/statement                                                401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
GET  /api/annotator/time                                                     401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/claim                              401 200 404 404 401 404 401 401 401 401 401 401 401 401 200
GET  /api/annotator/projects/{project_id}/guideline                          401 200 404 404 401 404 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/guideline/read                     401 204 404 404 401 404 401 401 401 401 401 401 401 401 204
POST /api/annotator/projects/{project_id}/questions                          401 204 404 404 401 404 401 401 401 401 401 401 401 401 204
GET  /api/annotator/projects/{project_id}/questions                          401 200 404 404 401 404 401 401 401 401 401 401 401 401 200
GET  /api/annotator/projects/{project_id}/answers                            401 200 404 404 401 404 401 401 401 401 401 401 401 401 200
GET  /api/annotator/projects/{project_id}/why                                401 200 404 404 401 404 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/shown                              401 204 404 404 401 404 401 401 401 401 401 401 401 401 404
GET  /api/annotator/projects/{project_id}/concerns                           401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/draft                              401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/annotator/projects/{project_id}/submit                             401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/annotator/annotations/{submit_id}/time                             401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/annotator/projects/{project_id}/undo                               401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/annotator/projects/{project_id}/release                            401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/skip                               401 204 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/annotator/device-key                                               401 200 200 200 401 200 401 401 401 401 401 401 401 401 200
POST /api/annotator/projects/{project_id}/pass-on                            401 204 404 404 401 404 401 401 401 401 401 401 401 401 404
GET  /api/client/projects/{project_id}/guideline                             401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/guideline/{version}                   401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
PUT  /api/client/projects/{project_id}/guideline                             401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/deliveries/{delivery_id}/errata       401 401 401 401 401 401 404 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/deliveries/{delivery_id}/certificate  401 401 401 401 401 401 404 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/audits                                401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/audits                                401 401 401 401 401 401 409 401 401 404 401 401 401 401 409
GET  /api/client/projects/{project_id}/plan                                  401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/rounds                                401 401 401 401 401 401 409 401 401 404 401 401 401 401 409
POST /api/client/projects/{project_id}/audits/{audit_id}/end                 401 401 401 401 401 401 404 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/concerns                              401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/concerns/{concern_id}/decide          401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
POST /api/annotator/invitations                                              401 410 410 410 401 410 401 401 401 401 401 401 401 401 410
GET  /api/client/task-types                                                  401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
POST /api/client/task-types/{task_type}/look                                 401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
GET  /api/client/projects                                                    401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
POST /api/client/projects                                                    401 401 401 401 401 401 201 401 401 201 401 401 401 401 201
GET  /api/client/projects/{project_id}                                       401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/tasks                                 401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/tasks/{task_id}                       401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/tasks/{task_id}/why                   401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/people                                401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/people/{pseudonym}/why                401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/batches                               401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/history                               401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/near-duplicates                       401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/near-duplicates/{task_id}             401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/annotations                           401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/access-log                                                  401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
GET  /api/client/workspace                                                   401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
GET  /api/client/workspace/archive                                           401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
GET  /api/client/access-log/page                                             401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
POST /api/client/projects/{project_id}/media                                 401 401 401 401 401 401 201 401 401 404 401 401 401 401 201
GET  /api/client/projects/{project_id}/media                                 401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /media/client/{project_id}/{media_id}                                   401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /media/annotator/{project_id}/{assignment_id}/{media_id}                401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
GET  /media/client/{project_id}/{media_id}/playable                          401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /media/client/{project_id}/{media_id}/peaks/{per_second}                401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /media/annotator/{project_id}/{assignment_id}/{media_id}/playable       401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
GET  /media/annotator/{project_id}/{assignment_id}/{media_id}/peaks/{per_second} 401 200 404 404 401 404 401 401 401 401 401 401 401 401 404
POST /api/client/projects/{project_id}/plans                                 401 401 401 401 401 401 201 401 401 404 401 401 401 401 201
GET  /api/client/projects/{project_id}/plans/{plan_id}                       401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
PUT  /api/client/projects/{project_id}/plans/{plan_id}/mapping               401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
GET  /api/client/projects/{project_id}/plans/{plan_id}/refused               401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/plans/{plan_id}/commit                401 401 401 401 401 401 201 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/deliveries                            401 401 401 401 401 401 201 401 401 404 401 401 401 401 409
GET  /api/client/projects/{project_id}/deliveries                            401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
GET  /api/client/projects/{project_id}/deliveries/{delivery_id}/archive      401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/directions                            401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/directions/end                        401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/tasks/{task_id}/reassign              401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
PUT  /api/client/projects/{project_id}/rate                                  401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
GET  /api/client/projects/{project_id}/person-wall                           401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
PUT  /api/client/projects/{project_id}/person-wall                           401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
PUT  /api/client/projects/{project_id}/budget                                401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
PUT  /api/client/projects/{project_id}/feedback                              401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
PUT  /api/client/projects/{project_id}/needed                                401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
PUT  /api/client/projects/{project_id}/priority                              401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/invitations                           401 401 401 401 401 401 201 401 401 404 401 401 401 401 201
POST /api/client/projects/{project_id}/people/invite                         401 401 401 401 401 401 201 401 401 404 401 401 401 401 201
POST /api/client/projects/{project_id}/people/bring-in                       401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/people/{pseudonym}/link               401 401 401 401 401 401 201 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/people/{pseudonym}/end                401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/people/{pseudonym}/let-back           401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
POST /api/client/projects/{project_id}/pause                                 401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
POST /api/client/projects/{project_id}/resume                                401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
POST /api/client/projects/{project_id}/open                                  401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
POST /api/client/projects/{project_id}/near-duplicates/withdraw              401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/batches/{batch_no}/withdraw           401 401 401 401 401 401 200 401 401 404 401 401 401 401 200
POST /api/client/projects/{project_id}/close                                 401 401 401 401 401 401 204 401 401 404 401 401 401 401 204
PUT  /api/client/workspace/shown-name                                        401 401 401 401 401 401 204 401 401 204 401 401 401 401 204
GET  /api/client/keys                                                        401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
POST /api/client/keys                                                        401 401 401 401 401 401 201 401 401 201 401 401 401 401 201
POST /api/client/keys/{key_id}/revoke                                        401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
GET  /api/account/{audience}                                                 401 200 200 200 401 200 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/sessions/{session_id}/end                       401 404 404 404 401 404 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/sessions/end-others                             401 200 200 200 401 200 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/passkeys/begin                                  401 200 200 200 401 200 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/passkeys                                        401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/passkeys/{passkey_id}/remove                    401 404 404 404 401 404 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/codes                                           401 201 201 201 401 201 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/password                                        401 404 404 404 401 404 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/password/remove                                 401 204 204 204 401 204 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/identity/begin                                  401 404 404 404 401 404 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/identity                                        401 404 404 404 401 404 401 401 401 401 401 401 401 401 401
POST /api/account/{audience}/identity/unlink                                 401 204 204 204 401 204 401 401 401 401 401 401 401 401 401
GET  /api/vendor/people                                                      401 401 401 401 401 401 401 401 401 401 401 401 200 200 401
POST /api/vendor/people                                                      401 401 401 401 401 401 401 401 401 401 401 401 201 201 401
POST /api/vendor/people/{person_id}/attestations                             401 401 401 401 401 401 401 401 401 401 401 401 204 404 401
POST /api/vendor/people/{person_id}/end                                      401 401 401 401 401 401 401 401 401 401 401 401 204 404 401
GET  /api/operator/operators                                                 401 401 401 401 401 401 401 401 401 401 401 200 401 401 401
POST /api/operator/proposals                                                 401 401 401 401 401 401 401 401 401 401 401 201 401 401 401
POST /api/operator/proposals/{proposal_id}/approve                           401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
POST /api/operator/proposals/{proposal_id}/decline                           401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/operator/declarations                                              401 401 401 401 401 401 401 401 401 401 401 200 401 401 401
POST /api/operator/declarations                                              401 401 401 401 401 401 401 401 401 401 401 201 401 401 401
POST /api/operator/declarations/{proposal_id}/announce                       401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
POST /api/operator/declarations/{proposal_id}/decline                        401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
POST /api/session/look                                                       410 410 410 410 410 410 410 410 410 410 410 410 410 410 410
GET  /api/operator/workspaces                                                401 401 401 401 401 401 401 401 401 401 401 200 401 401 401
POST /api/operator/workspaces/{workspace_id}/break-glass                     401 401 401 401 401 401 401 401 401 401 401 201 401 401 401
GET  /api/operator/workspaces/{workspace_id}/break-glass/{request_id}        401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/operator/workspaces/{workspace_id}/break-glass/{request_id}/projects 401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/operator/workspaces/{workspace_id}/break-glass/{request_id}/projects/{project_id}/guideline 401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/operator/workspaces/{workspace_id}/break-glass/{request_id}/projects/{project_id}/tasks 401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/operator/workspaces/{workspace_id}/break-glass/{request_id}/projects/{project_id}/tasks/{task_id} 401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
POST /api/operator/workspaces/{workspace_id}/break-glass/{request_id}/end    401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
POST /api/operator/operators/{person_id}/end                                 401 401 401 401 401 401 401 401 401 401 401 404 401 401 401
GET  /api/client/break-glass                                                 401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
GET  /api/client/break-glass/standing                                        401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
POST /api/client/break-glass/{request_id}/approve/begin                      401 401 401 401 401 401 403 401 401 403 401 401 401 401 403
POST /api/client/break-glass/{request_id}/approve                            401 401 401 401 401 401 403 401 401 403 401 401 401 401 403
POST /api/client/break-glass/{request_id}/decline                            401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
POST /api/client/break-glass/{request_id}/end                                401 401 401 401 401 401 204 401 401 404 401 401 401 401 404
GET  /api/client/staff                                                       401 401 401 401 401 401 200 401 401 200 401 401 401 401 200
POST /api/client/staff                                                       401 401 401 401 401 401 403 401 401 403 401 401 401 401 403
POST /api/client/staff/{person_id}/off-board                                 401 401 401 401 401 401 403 401 401 403 401 401 401 401 403
GET  /api/client/seen/{who}                                                  401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
GET  /api/client/seen/{who}/file                                             401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
POST /api/client/people/{pseudonym}/off-board                                401 401 401 401 401 401 200 401 401 404 401 401 401 401 404
POST /api/session/passkey/begin                                              200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
POST /api/session/passkey                                                    401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
POST /api/session/code                                                       401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
POST /api/session/password                                                   404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /api/session/identity/begin                                             404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /api/session/identity                                                   404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
POST /api/client/workspace/neutrality-read                                   401 401 401 401 401 401 204 401 401 204 401 401 401 401 204
POST /api/client/workspace/freeze                                            401 401 401 401 401 401 204 401 401 204 401 401 401 401 204
POST /api/client/workspace/thaw                                              401 401 401 401 401 401 204 401 401 204 401 401 401 401 204
GET  /api/client/shreds                                                      401 401 401 401 401 401 200 401 200 200 200 401 401 401 200
POST /api/client/projects/{project_id}/shred                                 401 401 401 401 401 401 200 401 401 404 401 401 401 401 409
POST /api/client/shred                                                       401 401 401 401 401 401 409 401 401 409 401 401 401 401 409
POST /api/session                                                            201 201 201 201 201 201 201 201 201 201 201 201 201 201 201
POST /api/session/end                                                        204 204 204 204 204 204 204 204 204 204 204 204 204 204 204
"""


def rows() -> dict[str, list[str]]:
    found = {}
    for line in MATRIX.strip().splitlines()[1:]:
        method, path, *answers = line.split()
        found[f"{method} {path}"] = answers
    return found


ROWS = rows()
P = "/api/client/projects/{project_id}"
D = "/api/annotator/projects/{project_id}"
A = "/api/account/{audience}"

# What is sent with each: enough for it to be done where it may be.
Asked = Callable[[World], dict[str, Any]]
NOTHING: Asked = lambda world: {}  # noqa: E731
SENT: dict[str, Asked] = {
    f"POST {D}/claim": lambda world: {"json": {"want": 3}},
    f"POST {D}/shown": lambda world: {"json": {"assignment_id": world.assignment(0)}},
    "POST /api/annotator/device-key": lambda world: {"json": {"device_id": str(uuid4())}},
    f"POST {D}/draft": lambda world: {
        "json": {
            "assignment_id": world.assignment(0),
            "revision": 1,
            "base": 0,
            "device_id": str(uuid4()),
            "answer": {"reason": CANARY},
        }
    },
    f"POST {D}/pass-on": lambda world: {
        "json": {
            "concern_id": str(world.concern),
            "assignment_id": world.assignment(2),
            "kind": "not_sure",
            "words": CANARY,
        }
    },
    f"POST {P}/concerns/{{concern_id}}/decide": lambda world: {"json": {"reply": CANARY, "reopen": "everybody"}},
    f"POST {D}/guideline/read": lambda world: {"json": {"version": 1}},
    f"POST {D}/questions": lambda world: {"json": {"question_id": str(uuid4()), "words": CANARY}},
    f"POST {P}/audits": lambda world: {"json": {"rate_minor": 50}},
    f"POST {P}/rounds": lambda world: {"json": {"candidates": [{"task_id": str(uuid4()), "pseudonyms": [str(uuid4())]}]}},
    f"PUT {P}/guideline": lambda world: {"json": {"text": CANARY, "against": 1}},
    f"POST {D}/submit": lambda world: {
        "json": {
            "submit_id": str(world.submitted),
            "assignment_id": world.assignment(0),
            "revision": 1,
            "answer": {"preference": 0},
        }
    },
    "POST /api/annotator/annotations/{submit_id}/time": lambda world: {
        "json": {"correction_id": str(world.correction), "stated_ms": 60_000, "reason": CANARY}
    },
    f"POST {D}/undo": lambda world: {"json": {"submit_id": str(world.submitted)}},
    f"POST {D}/skip": lambda world: {"json": {"assignment_id": world.assignment(1)}},
    f"POST {D}/release": lambda world: {"json": {"assignment_ids": [world.assignment(1)]}},
    "GET /api/annotator/projects": lambda world: {"params": {"since": "2020-01-01T00:00:00Z"}},
    "POST /api/client/projects": lambda world: {
        "json": {"name": "New", "task_type": "comparison", "rate_minor": 1, "currency": "EUR"}
    },
    "POST /api/client/task-types/{task_type}/look": lambda world: {"json": {"row": row(1)}},
    f"POST {P}/media": lambda world: {"content": png(), "params": {"file_name": "new.png"}},
    f"POST {P}/plans": lambda world: {"content": json_lines([row(100)])},
    f"PUT {P}/plans/{{plan_id}}/mapping": lambda world: {
        "json": {"fields": {"prompt": ["prompt"], "responses": ["response_a", "response_b"]}}
    },
    f"PUT {P}/rate": lambda world: {"json": {"rate_minor": 13}},
    f"PUT {P}/person-wall": lambda world: {"json": {"elsewhere_days": 7}},
    "PUT /api/client/workspace/shown-name": lambda world: {"json": {"shown": False}},
    "POST /api/annotator/invitations": lambda world: {"json": {"link": "x"}},
    "POST /api/session/look": lambda world: {"json": {"link": "x"}},
    f"PUT {P}/budget": lambda world: {"json": {"budget_minor": 100_000}},
    f"PUT {P}/feedback": lambda world: {"json": {"settled_shown": True}},
    f"PUT {P}/needed": lambda world: {"json": {"needed": 3, "task_ids": [str(world.tasks[0])]}},
    f"PUT {P}/priority": lambda world: {"json": {"priority": 3, "task_ids": [str(world.tasks[0])]}},
    f"POST {P}/invitations": lambda world: {"json": {"label": "Noor"}},
    f"POST {P}/people/bring-in": lambda world: {"json": {"pseudonyms": [str(world.annotator.pseudonym)]}},
    f"POST {P}/people/invite": lambda world: {"json": {"labels": [f"Omar {number}" for number in range(len(CALLERS))]}},
    f"POST {P}/directions": lambda world: {
        "json": {"pseudonym": str(world.annotator.pseudonym), "task_ids": [str(world.tasks[7])]}
    },
    f"POST {P}/directions/end": lambda world: {"json": {"pseudonym": str(world.annotator.pseudonym)}},
    f"POST {P}/tasks/{{task_id}}/reassign": lambda world: {"json": {"pseudonym": str(world.annotator.pseudonym)}},
    f"POST {P}/near-duplicates/withdraw": lambda world: {"json": {}},
    "POST /api/client/keys": lambda world: {"json": {"label": "Nightly", "verbs": ["read"]}},
    f"POST {A}/passkeys": lambda world: {"json": {"credential": {}}},
    f"POST {A}/password": lambda world: {"json": {"password": "correct horse battery"}},
    f"POST {A}/identity": lambda world: {"json": {"code": "x", "state": "x"}},
    "POST /api/client/workspace/neutrality-read": lambda world: {"json": {"number": 1}},
    "POST /api/operator/declarations": lambda world: {"json": {"operator": "Amana e.V.", "takes_effect_on": "2999-01-01"}},
    "POST /api/vendor/people": lambda world: {"json": {"label": "Lina"}},
    "POST /api/vendor/people/{person_id}/attestations": lambda world: {
        "json": {"country": "KW", "ends_at": "2100-01-01T00:00:00Z"}
    },
    "POST /api/operator/proposals": lambda world: {"json": {"label": "Grace"}},
    "POST /api/operator/workspaces/{workspace_id}/break-glass": lambda world: {"json": {"reason": "An import fails"}},
    "POST /api/operator/operators/{person_id}/end": lambda world: {"json": {}},
    "POST /api/client/break-glass/{request_id}/approve": lambda world: {"json": {"credential": {}}},
    "POST /api/client/staff": lambda world: {"json": {"audience": "auditor", "label": "Huda"}},
    "POST /api/client/staff/{person_id}/off-board": lambda world: {"json": {}},
    "POST /api/session/passkey": lambda world: {"json": {"credential": {}}},
    "POST /api/session/code": lambda world: {"json": {"code": "x"}},
    "POST /api/session/password": lambda world: {"json": {"name": "x", "password": "x"}},
    "POST /api/session/identity": lambda world: {"json": {"code": "x", "state": "x"}},
    f"POST {P}/shred": lambda world: {"json": {"name": f"P {CANARY}"}},
    "POST /api/client/shred": lambda world: {"json": {}},
    "POST /api/session": lambda world: {"json": {"link": world.links.pop() if world.links else "spent"}},
}


async def call(http: httpx.AsyncClient, world: World, route: str, caller: str, context: Context) -> httpx.Response:
    method, path = route.split()
    project = world.project
    who = world.callers.get(caller)
    if caller == "crossed":
        colleague = path.startswith(("/api/annotator", "/media/annotator"))
        who = world.callers["colleague" if colleague else "rival"]
        project = world.colleagues_project if colleague else world.elsewhere
    assert who is not None
    address = path.format(
        project_id=project,
        batch_no=1,
        version=1,
        delivery_id=world.delivery,
        plan_id=world.new_plan or world.plan,
        task_id=world.tasks[1 if "near" in path else 0],
        pseudonym=world.annotator.pseudonym,
        key_id=world.key,
        media_id=world.media,
        per_second=10,
        concern_id=world.concern,
        audit_id=uuid4(),
        submit_id=world.submitted,
        assignment_id=world.assignment(0),
        audience="annotator",
        # Of nobody who calls: what is somebody else's is in the tests of accounts and operators.
        session_id=uuid4(),
        passkey_id=uuid4(),
        proposal_id=uuid4(),
        who=world.annotator.pseudonym,
        workspace_id=world.lab.workspace_id,
        # Asked by an operator; reading is for whoever asked, and what they may is in the tests of break-glass.
        request_id=world.request if path.startswith("/api/client") else uuid4(),
        person_id=world.supplied if path.startswith("/api/vendor") else uuid4(),
        task_type="comparison",
    )
    return await http.request(method, address, headers=who.headers(context), **SENT.get(route, NOTHING)(world))


def remember(world: World, route: str, answered: httpx.Response) -> None:
    """What a call of those who may make it brought to light, for the calls after it."""
    if route == f"POST {D}/claim":
        world.held = answered.json()
    elif route == f"POST {P}/plans":
        world.new_plan = answered.json()["plan_id"]
    elif route == f"POST {P}/deliveries":
        world.delivery = answered.json()["delivery_id"]
    elif route == "POST /api/operator/workspaces/{workspace_id}/break-glass":
        world.request = UUID(answered.json()["request_id"])
    elif route == "POST /api/client/keys":
        world.key = UUID(answered.json()["key_id"])
    elif route == f"POST {P}/people/invite":
        world.links = [invited["link"] for invited in answered.json()]


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    described = create_app(None).openapi_schema.to_schema()["paths"]
    routes = {f"{method.upper()} {path}" for path, operations in described.items() for method in operations}
    assert routes == set(ROWS)
    assert {len(answers) for answers in ROWS.values()} == {len(CALLERS)}


async def test_everybody_on_every_route_gets_the_answer_that_is_written_down(
    http: httpx.AsyncClient, context: Context, superuser: asyncpg.Connection
) -> None:
    surprises = await compared(ROWS, http, context, superuser)
    assert not surprises, "\n".join(surprises)


async def test_a_wall_and_a_filter_that_were_forgotten_are_found(scratch: Scratch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement that does not say whose project it wants, on a table whose row security lets everything pass."""
    without = store.sql.find.replace("workspace_id = $1 AND", "$1::uuid IS NOT NULL AND")
    assert without != store.sql.find
    looking = {route: answers for route, answers in ROWS.items() if route.startswith(f"GET {P}")}
    async with scratch.database() as (name, superuser), scratch.opened(name) as context:
        transport = httpx.ASGITransport(app=create_app(context), raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8321") as http:
            await superuser.execute(FORGOTTEN_WALL)
            # One of the two alone is not enough to see anything: each stands behind the other.
            behind = await compared(looking, http, context, superuser)
            assert not [one for one in behind if " by rival" in one]
            monkeypatch.setattr(store, "sql", Planted(find=without))
            found = await compared(looking, http, context, superuser)
    assert any(one.startswith(f"GET {P} by rival: ") for one in found)


class Planted:
    """The statements of projects.sql, but for one."""

    def __init__(self, find: str) -> None:
        self._real, self.find = store.sql, find

    def __getattr__(self, name: str) -> str:
        return str(getattr(self._real, name))


async def compared(
    rows: dict[str, list[str]], http: httpx.AsyncClient, context: Context, superuser: asyncpg.Connection
) -> list[str]:
    """Where what everybody got on these routes, in two labs made for it, is not what is written down."""
    world = await build(context, superuser)
    surprises = []
    for route, answers in rows.items():
        expected = dict(zip(CALLERS, answers, strict=True))
        # Those who may do it come last, the one lab's own at the very end.
        order = sorted(CALLERS, key=lambda name: (expected[name][0] == "2", name in ("annotator", "lead", "vendor")))
        if route == f"POST {P}/deliveries":
            await world.settle_one(superuser)
        for caller in order:
            http.cookies.clear()
            answered = await call(http, world, route, caller, context)
            if str(answered.status_code) != expected[caller]:
                surprises.append(f"{route} by {caller}: {answered.status_code}, not {expected[caller]}: {answered.text[:200]}")
            if caller in STRANGERS and route != "POST /api/session":  # who holds the link is let in
                said = [word for word in world.secret_words() if word in answered.text and word not in str(answered.request.url)]
                if said:
                    surprises.append(f"{route} by {caller} says {said}")
            if caller in ("annotator", "lead", "operator") and answered.is_success:
                remember(world, route, answered)
    return surprises
