"""The tree of errors. An error is a noun with facts; its docstring, filled with the facts, is the message.

The families say how a caller should react; HTTP status codes are derived from them in `api/problems.py`. Database
functions raise an error by its code and its facts, and `store/db.py` finds the class here.
"""

import inspect
from dataclasses import dataclass, fields
from typing import Any, ClassVar, dataclass_transform
from uuid import UUID

registry: dict[str, type["DomainError"]] = {}


class ToldInWords(Exception):
    """Something outside the domain that a person can remedy: the command line prints its words and nothing else."""


@dataclass_transform(kw_only_default=True)
class DomainError(Exception):
    """Something the domain refuses, said in words that a person can act on."""

    code: ClassVar[str] = "domain_error"

    def __init_subclass__(cls) -> None:
        dataclass(kw_only=True, eq=False, repr=False)(cls)
        if "code" in vars(cls):
            registry[cls.code] = cls

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name, as the subclass declares them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        return " ".join(inspect.cleandoc(type(self).__doc__ or "").split()).format(**self.facts)


def revived(code: str, facts: dict[str, Any]) -> DomainError:
    """An error out of its code and facts, as they come from the database or another process: ids are texts there."""
    return registry[code](**{name: UUID(value) if name.endswith("_id") else value for name, value in facts.items()})


# ---- families ------------------------------------------------------------------------------------------------------


class Unauthenticated(DomainError):
    """Sign in first."""


class Forbidden(DomainError):
    """This is not allowed."""


class NotFound(DomainError):
    """There is no such thing here."""


class Conflict(DomainError):
    """This does not fit what has happened meanwhile."""


class Gone(DomainError):
    """This is over."""


class Invalid(DomainError):
    """The input is not acceptable."""


class TooMany(DomainError):
    """This was tried too often."""


class TooLarge(DomainError):
    """The input is over a limit."""


class OutOfRange(DomainError):
    """What was asked for lies beyond the end."""


class Unavailable(DomainError):
    """This can't be done just now."""


class Busy(Unavailable):
    """The engine has too much to do at this moment. Nothing was changed; try again in a few seconds."""

    code = "busy"


class DiskFull(Unavailable):
    """The engine's disk is full. What you sent was not stored; send it again when there is room. Whoever runs the engine has to
    make some."""

    code = "disk_full"


class IssuerAway(Unavailable):
    """The sign-in of your organisation ({issuer}) does not answer as it should. Come in by another way, or try again later."""

    code = "issuer_away"
    issuer: str


class DatabaseGone(Unavailable):
    """The engine can't reach its database at this moment. What you sent may have been stored or not; sending it again is safe,
    and nothing is stored twice."""

    code = "database_gone"


class KeysMissing(Unavailable):
    """The keys of this content are not in the engine's key store. Whoever runs the engine has to restore them."""

    code = "keys_missing"


class BlobsAway(Unavailable):
    """The store of media ({store}) does not answer as it should. Nothing was half-stored; try again later. Whoever runs the
    engine can look with `amana doctor`."""

    code = "blobs_away"
    store: str


class BlobMissing(Unavailable):
    """This file is not in the engine's store of media. Whoever runs the engine has to restore it."""

    code = "blob_missing"


class ContentDestroyed(Gone):
    """This content was destroyed for good on {destroyed_on}. Nobody can read it any more."""

    code = "content_destroyed"
    destroyed_on: str


class ShredUnconfirmed(Conflict):
    """This destroys the content of {what} for good: nobody can bring it back, no backup of the database either. Who worked on it
    is paid. To confirm, send the name {name!r} with it."""

    code = "shred_unconfirmed"
    what: str
    name: str


# ---- who are you ---------------------------------------------------------------------------------------------------


class NoSession(Unauthenticated):
    """Your session has ended or was never opened. Sign in again; what you typed is kept on your device."""

    code = "no_session"


class OtherPerson(Unauthenticated):
    """Somebody else is signed in here now. What you did is kept on this device until you sign in again."""

    code = "other_person"


class PasskeyRefused(Unauthenticated):
    """This passkey does not open anything here: it is unknown or was removed, it did not verify you, or too much time passed. Try
    again, or come in by another way."""

    code = "passkey_refused"


class CodeRefused(Unauthenticated):
    """This recovery code was used already, was replaced by newer ones, or never existed. Look at it again, or take the next."""

    code = "code_refused"


class PasswordRefused(Unauthenticated):
    """This name and this password do not go together here."""

    code = "password_refused"


class PasswordsOff(NotFound):
    """Passwords are not offered here. Come in by a passkey, a recovery code or a link."""

    code = "passwords_off"


class TooManyAttempts(TooMany):
    """This was tried too often. Wait a quarter of an hour, or come in by another way."""

    code = "too_many_attempts"


class IdentityRefused(Unauthenticated):
    """What your organisation's sign-in brought back is no answer to what this browser asked, or it came too late. Begin again."""

    code = "identity_refused"


class IdentityUnknown(Forbidden):
    """Your organisation knows you, but nobody who was invited here has linked this identity. Come in by your invitation first and
    link it on the page of your account; without an invitation there is no account."""

    code = "identity_unknown"


class NoIssuer(NotFound):
    """No organisation's sign-in is set up here. Come in by another way."""

    code = "no_issuer"


class SecondPersonNeeded(Forbidden):
    """You proposed this yourself. Another operator has to approve it."""

    code = "second_person_needed"


class AnotherOperatorNeeded(Forbidden):
    """Nobody ends their own operator rights. Another operator has to."""

    code = "another_operator_needed"


class LeadNeeded(Forbidden):
    """Only a lead who is signed in does this: no key lets anybody in, sends anybody away or approves anything."""

    code = "lead_needed"


class PasskeyMissing(Forbidden):
    """This is approved with a passkey, and you have none. Make one on the page of your account, and come back."""

    code = "passkey_missing"


class PasskeyNeeded(Forbidden):
    """Before you can see anything here, make a passkey on the page of your account."""

    code = "passkey_needed"


class KeyLacksVerb(Forbidden):
    """This key may not {verb} here. Ask a lead of the workspace for one that may."""

    code = "key_lacks_verb"
    verb: str


class KeyIsNarrow(Forbidden):
    """This key is for some projects, and this asks of the whole workspace. Ask a lead of the workspace for another key."""

    code = "key_is_narrow"


class CrossSite(Forbidden):
    """This request came from a page of another site. Open Amana's own page and try again."""

    code = "cross_site"


class LinkSpent(Gone):
    """This link was used already, has expired, or never existed. Ask whoever sent it for a new one."""

    code = "link_spent"


class AlreadyInWorkspace(Conflict):
    """You work for this client already, with the account you are signed in to. Ask the lead to invite that account into the
    project; this link stays good."""

    code = "already_in_workspace"


class LinkHasAccount(Conflict):
    """This link belongs to an account of its own. Come in with it instead, or ask for a new invitation; the link stays good."""

    code = "link_has_account"


# ---- things that are not there (or not yours, which must look the same) -----------------------------------------------


class ProjectNotFound(NotFound):
    """There is no project {project_id} that you may see."""

    code = "project_not_found"
    project_id: UUID


class PlanNotFound(NotFound):
    """There is no import plan {plan_id} here. Plans are kept for a day: send the file again."""

    code = "plan_not_found"
    plan_id: UUID


class TaskNotFound(NotFound):
    """There is no task {task_id} in this project."""

    code = "task_not_found"
    task_id: UUID


class NoNearDuplicate(NotFound):
    """The task {task_id} of this project is not known to be nearly the same as another one that stays."""

    code = "no_near_duplicate"
    task_id: UUID


class MediaNotFound(NotFound):
    """There is no file {media_id} here that you may see."""

    code = "media_not_found"
    media_id: UUID


class DeliveryNotFound(NotFound):
    """There is no delivery {delivery_id} of this project, or it has no such file."""

    code = "delivery_not_found"
    delivery_id: UUID


class SessionNotFound(NotFound):
    """You have no session {session_id} that is still open."""

    code = "session_not_found"
    session_id: UUID


class PasskeyNotFound(NotFound):
    """You have no passkey {passkey_id}."""

    code = "passkey_not_found"
    passkey_id: UUID


class IdentityTaken(Conflict):
    """This identity is linked to an account already, or your account to another identity. Unlink that one first."""

    code = "identity_taken"


class PasskeyLimit(Conflict):
    """You have {most} passkeys, which is the limit. Remove one that you do not use."""

    code = "passkey_limit"
    most: int


class KeptOut(Conflict):
    """A person wall of the project {project_id} keeps you out at this time. Your desk says which, and until when where it is a
    matter of time."""

    code = "kept_out"
    project_id: UUID


class AccountEnded(Forbidden):
    """Your vendor has ended this account. What you earned is still owed to you: ask your vendor for it."""

    code = "account_ended"


class SuppliedNotFound(NotFound):
    """None of your people has the id {person_id}, or you ended them before."""

    code = "supplied_not_found"
    person_id: UUID


class KeyNotFound(NotFound):
    """This workspace has no key {key_id}."""

    code = "key_not_found"
    key_id: UUID


class OperatorsEnough(Conflict):
    """There are two operators, or links for them. On the operators' page one of them proposes another, and the other approves."""

    code = "operators_enough"


class KeyLimit(Conflict):
    """The workspace has {most} keys that open something, which is the limit. Revoke one that nobody uses."""

    code = "key_limit"
    most: int


class ProposalNotFound(NotFound):
    """There is no proposal {proposal_id} that is open to decide."""

    code = "proposal_not_found"
    proposal_id: UUID


class VendorNotListed(NotFound):
    """There is no vendor {vendor_id} that can be named here. Ask the operator which vendors are listed."""

    code = "vendor_not_listed"
    vendor_id: UUID


class PersonUnknown(NotFound):
    """Nobody works in any of your projects under the pseudonym {pseudonym_id}. Invite them instead."""

    code = "person_unknown"
    pseudonym_id: UUID


class PersonNotFound(NotFound):
    """Nobody works in this project under the pseudonym {pseudonym_id}."""

    code = "person_not_found"
    pseudonym_id: UUID


class NobodyHere(NotFound):
    """Nobody of this workspace is known as {who_id}."""

    code = "nobody_here"
    who_id: UUID


class OperatorNotFound(NotFound):
    """There is no operator {operator_id}."""

    code = "operator_not_found"
    operator_id: UUID


class WorkspaceNotFound(NotFound):
    """There is no workspace {workspace_id} here."""

    code = "workspace_not_found"
    workspace_id: UUID


class BreakGlassNotFound(NotFound):
    """There is no break-glass request {request_id} that is yours to see."""

    code = "break_glass_not_found"
    request_id: UUID


class BreakGlassClosed(Gone):
    """This break-glass is not open ({state}): nothing is read under it. It opens when a lead approves it, for a quarter of an
    hour."""

    code = "break_glass_closed"
    state: str


class BreakGlassAsked(Conflict):
    """You have a request in this workspace that waits or is open. Use that one, or end it first."""

    code = "break_glass_asked"


class BreakGlassDecided(Conflict):
    """This request can't be decided any more: it is {state}."""

    code = "break_glass_decided"
    state: str


class LastLead(Conflict):
    """This is the only lead of the workspace. Invite another first; once they have come in, this one can go."""

    code = "last_lead"


class TwoOperatorsNeeded(Conflict):
    """Fewer than two operators would be left, and one alone can have nobody approved. To do it all the same, say so with it."""

    code = "two_operators_needed"


class AssignmentNotFound(NotFound):
    """There is no assignment {assignment_id} of yours."""

    code = "assignment_not_found"
    assignment_id: UUID


class AnnotationNotFound(NotFound):
    """There is no annotation {submit_id} of yours."""

    code = "annotation_not_found"
    submit_id: UUID


# ---- the desk --------------------------------------------------------------------------------------------------------


class RequestInvalid(Invalid):
    """The request can't be read at {field!r}: {reason}."""

    code = "request_invalid"
    field: str
    reason: str


class AnswerInvalid(Invalid):
    """The answer's {field} is not acceptable: {reason}"""

    code = "answer_invalid"
    field: str
    reason: str


class SubmitConflict(Conflict):
    """The submit {submit_id} was already received with a different content. Nothing was changed; send it under a new
    submit_id if you mean a new answer."""

    code = "submit_conflict"
    submit_id: UUID


class AlreadyAnswered(Conflict):
    """The assignment {assignment_id} already has your answer. Undo it first if you want to answer again."""

    code = "already_answered"
    assignment_id: UUID


class RevisionStale(Conflict):
    """The assignment {assignment_id} is at revision {revision} now. Load it again before you answer."""

    code = "revision_stale"
    assignment_id: UUID
    revision: int


class AssignmentSkipped(Conflict):
    """You skipped the assignment {assignment_id}; a skipped task does not come back."""

    code = "assignment_skipped"
    assignment_id: UUID


class TaskSettled(Conflict):
    """This task was settled while you were working on it. Your text is yours to keep."""

    code = "task_settled"
    assignment_id: UUID


class WorkspaceFrozen(Conflict):
    """The client has frozen its work: nothing of it is shown until it goes on. What you answered is kept and paid."""

    code = "workspace_frozen"


class TaskWithdrawn(Conflict):
    """The client withdrew this task while you were working on it: the answer is not taken and not paid. Your text is yours to
    keep; what you answered before is paid."""

    code = "task_withdrawn"
    assignment_id: UUID


class NotInYourHands(Conflict):
    """The assignment {assignment_id} is not in your hands any more, or is open anew: no draft of it is kept here. What you typed
    is on your device."""

    code = "not_in_your_hands"
    assignment_id: UUID


class DraftTooLarge(TooLarge):
    """A draft may have {most} bytes, and this one has more. It is kept on your device alone."""

    code = "draft_too_large"
    most: int


class ConcernNotFound(NotFound):
    """Nobody has said what {concern_id} names in this project."""

    code = "concern_not_found"
    concern_id: UUID


class ConcernDecided(Conflict):
    """A lead has answered {concern_id} already; the first word stands."""

    code = "concern_decided"
    concern_id: UUID


class CorrectionTooLate(Conflict):
    """The time of an answer can be corrected for {days} days after it, and those are over."""

    code = "correction_too_late"
    days: int


class CorrectionsFull(Conflict):
    """The time of an answer can be corrected {most} times. The newest correction stands."""

    code = "corrections_full"
    most: int


class CorrectionConflict(Conflict):
    """Another correction was sent as {correction_id} before; that one stands."""

    code = "correction_conflict"
    correction_id: UUID


class ZoneUnknown(Invalid):
    """There is no time zone {zone!r}."""

    code = "zone_unknown"
    zone: str


class TooManyQuestions(Conflict):
    """{most} questions of yours wait for an answer in this project already. Ask again once one is answered."""

    code = "too_many_questions"
    most: int


class AnswerNeeded(Invalid):
    """{concern_id} is a question: it takes an answer in words, and opens no task again."""

    code = "answer_needed"
    concern_id: UUID


class GuidelineChanged(Conflict):
    """Somebody changed the guideline meanwhile: version {version} is in force. Look at what changed, then change that one."""

    code = "guideline_changed"
    version: int


class VersionNotFound(NotFound):
    """This project's guideline has no version {version}."""

    code = "version_not_found"
    version: int


class TooManyVersions(Conflict):
    """The guideline has {most} versions, which is the limit."""

    code = "too_many_versions"
    most: int


class UndoTooLate(Conflict):
    """An answer can be undone for {undo_seconds} seconds and until its task settles; that time is over."""

    code = "undo_too_late"
    undo_seconds: int


class SkipLimit(Conflict):
    """You have skipped {skips} tasks of this project today, which is the limit. Answer what you hold, or leave it."""

    code = "skip_limit"
    skips: int


# ---- the client ------------------------------------------------------------------------------------------------------


class ProjectNotDraft(Conflict):
    """The project is {state} already; only a draft can be changed this way."""

    code = "project_not_draft"
    state: str


class ProjectClosed(Conflict):
    """The project is closed: what it would be given would be handed to nobody. Reopen it first."""

    code = "project_closed"
    project_id: UUID


class StateRefused(Conflict):
    """The project is {state} and can't become {wanted} from there."""

    code = "state_refused"
    state: str
    wanted: str


class BatchNotFound(NotFound):
    """There is no batch {batch_no} in this project."""

    code = "batch_not_found"
    batch_no: int


class TaskTypeMissing(Unavailable):
    """This project's task type {task_type} came from a package that is not installed any more. Its tasks and annotations are
    kept: install the package again and start the engine anew."""

    code = "task_type_missing"
    task_type: str


class NothingSettled(Conflict):
    """No task of this project is settled yet. A task settles when it has its annotations and the time to undo them is over."""

    code = "nothing_settled"
    project_id: UUID


class ProjectInvalid(Invalid):
    """The project's {field} is not acceptable: {reason}"""

    code = "project_invalid"
    field: str
    reason: str


class PilotUnanswered(Conflict):
    """Too little is answered for a forecast: {answered} tasks have enough answers, and it takes {needed}."""

    code = "pilot_unanswered"
    answered: int
    needed: int


class NotByRounds(Conflict):
    """Who is asked next in this project is not decided in rounds among people you name: make a project with annotations_min and
    chosen_among "named" for that."""

    code = "not_by_rounds"


class LessThanLeast(Invalid):
    """The engine asks at least {annotations_min} people for each task of this project: the most can't be less."""

    code = "less_than_least"
    annotations_min: int


class DeclarationInvalid(Invalid):
    """The declaration's {field} is not acceptable: {reason}"""

    code = "declaration_invalid"
    field: str
    reason: str


class NoticeShort(Invalid):
    """Clients are told {days} days before: from {earliest} on. If it takes effect sooner, say in `why_late` why they were not."""

    code = "notice_short"
    days: int
    earliest: str


class FileEmpty(Invalid):
    """The file holds no rows. Send JSON Lines (one object a line), CSV with a header, or Parquet."""

    code = "file_empty"


class FileUnreadable(Invalid):
    """None of the file's first rows can be read. Row {row}: {reason}"""

    code = "file_unreadable"
    row: int
    reason: str


class FileBroken(Invalid):
    """The file can't be read as {format}: {reason}"""

    code = "file_broken"
    format: str
    reason: str


class PlanUnread(Conflict):
    """The file of this plan is being read, or its reading was cut off. Wait for it, or send the file again."""

    code = "plan_unread"


class FileTooLarge(TooLarge):
    """The file is over {limit_bytes} bytes. Nothing was kept; split it and send the parts."""

    code = "file_too_large"
    limit_bytes: int


class UnpacksTooLarge(TooLarge):
    """The file unpacks to more than {limit_bytes} bytes. Nothing was kept; split it and send the parts."""

    code = "unpacks_too_large"
    limit_bytes: int


class MediaRefused(Invalid):
    """{file_name} can't be taken: {reason}"""

    code = "media_refused"
    file_name: str
    reason: str


class MediaTooLarge(TooLarge):
    """{file_name} is over {limit_bytes} bytes. Nothing was kept."""

    code = "media_too_large"
    file_name: str
    limit_bytes: int


class PixelsTooMany(TooLarge):
    """{file_name} says that it has more than {limit_pixels} pixels, or a side of more than {limit_side}. Nothing was kept; make
    it smaller."""

    code = "pixels_too_many"
    file_name: str
    limit_pixels: int
    limit_side: int


class RecordingTooLong(TooLarge):
    """{file_name} is longer than {limit_hours} hours. Nothing was kept; split it and send the parts."""

    code = "recording_too_long"
    file_name: str
    limit_hours: int


class RecordingTooSlow(TooLarge):
    """{file_name} took longer than {limit_seconds} seconds to look at. Nothing was kept; save it anew and send that."""

    code = "recording_too_slow"
    file_name: str
    limit_seconds: int


class MediaNotReady(Unavailable):
    """This file is still being made ready. Ask again in a moment."""

    code = "media_not_ready"


class MediaNameTaken(Conflict):
    """The project has another file called {file_name} already, and its tasks mean that one. Send this one under another name."""

    code = "media_name_taken"
    file_name: str


class MediaLimit(Conflict):
    """The project has {most} media files, which is the limit."""

    code = "media_limit"
    most: int


class RangeNotThere(OutOfRange):
    """The file has {size_bytes} bytes, and none where you asked."""

    code = "range_not_there"
    size_bytes: int


class LineTooLong(TooLarge):
    """Row {row} is longer than {limit_bytes} bytes. Nothing was kept; is the file one JSON object a line?"""

    code = "line_too_long"
    row: int
    limit_bytes: int


class BatchTooLarge(TooLarge):
    """The file has more than {limit_rows} rows. Nothing was kept; split it and send the parts."""

    code = "batch_too_large"
    limit_rows: int


class MappingInvalid(Invalid):
    """The mapping's {field} is not acceptable: {reason}"""

    code = "mapping_invalid"
    field: str
    reason: str


class RowsRefused(Invalid):
    """{bad_rows} of {rows} rows can't be imported; the first is row {row}, field {field}: {reason} Nothing was imported."""

    code = "rows_refused"
    bad_rows: int
    rows: int
    row: int
    field: str
    reason: str


class BudgetSpent(Conflict):
    """The project costs {cost_minor} {currency} (minor units) already, with what its open tasks may still cost. The budget can't
    be less."""

    code = "budget_spent"
    cost_minor: int
    currency: str


class BudgetExceeded(Conflict):
    """This costs up to {price_minor} {currency} (minor units) and the project has {left_minor} left of its budget. Raise the
    budget, or ask for less."""

    code = "budget_exceeded"
    price_minor: int
    left_minor: int
    currency: str


# ---- quality -------------------------------------------------------------------------------------------------------


class ContradictoryGold(Invalid):
    """Task {task} has two different answers that are both said to be right. Keep one of them, or none."""

    code = "contradictory_gold"
    task: int


class RatingNotANumber(Invalid):
    """The rating in row {row} is not a finite number. Correct it, or leave it out."""

    code = "rating_not_a_number"
    row: int


class TooManyClasses(TooLarge):
    """{tasks} tasks of {classes} classes need more than {limit} posteriors at once. Estimate fewer tasks at a time, or a question
    with fewer classes."""

    code = "too_many_classes"
    tasks: int
    classes: int
    limit: int


# ---- audits --------------------------------------------------------------------------------------------------------


class ConfidenceInvalid(Invalid):
    """The confidence of task {task} is {confidence}, and has to be a number from 0 to 1. Estimate the project again before you
    audit or calibrate it."""

    code = "confidence_invalid"
    task: int
    confidence: float


class AuditUnplanned(Invalid):
    """{judged} tasks were judged for an audit of {planned}. Only tasks that the plan drew count; draw a larger audit before you
    ask the experts."""

    code = "audit_unplanned"
    judged: int
    planned: int


class AuditInvalid(Invalid):
    """The audit's {field} is not acceptable: {reason}"""

    code = "audit_invalid"
    field: str
    reason: str


class AuditRunning(Conflict):
    """An audit of this question is running already, with {judged} of {draws} tasks judged. End it, or wait for it."""

    code = "audit_running"
    judged: int
    draws: int


class AuditNotFound(NotFound):
    """There is no such audit of this project."""

    code = "audit_not_found"
    audit_id: UUID
