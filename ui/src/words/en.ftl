## Everywhere
name = Amana
skip-to-content = Skip to the content
nav = Where to go
nav-projects = Projects
nav-log = Access log
nav-queue = Your queue
nav-statement = Statement
sign-out = Sign out
sign-out-waiting = { $count ->
    [one] 1 thing you did was not sent yet. It stays on this device and is sent when you sign in here again. Sign out?
   *[other] { $count } things you did were not sent yet. They stay on this device and are sent when you sign in here again. Sign out?
  }
other-digits = Write numbers in Arabic or Latin digits
loading = Loading.
failed = This could not be shown.
failed-safe = Nothing was lost. Try again in a moment.
failed-sign-in = Sign in, open the link you were sent, or ask whoever sent it for a new one.
failed-gone = It may have been removed, or it is not yours to see.
offline-nothing = The engine does not answer. This page tries again by itself.
offline-old = The engine does not answer. What you see is what it said last; this page tries again by itself.
try-again = Try again
to-front = To the front page
to-project = To the project
copy = Copy
copied = Copied
close = Close
cancel = Cancel
understood = Understood
page-next = Next
page-before = Previous
missing-title = Nothing is here
missing = There is no page at this address.
sending = Sending the file

## Words of the field
project = Project
task = Task
task-type = Type
state = State
row = Row
field = Field
when = When
made = Made
amount = Amount
annotations = Annotations
currency = Currency
what-to-do = What to do
the-line = the line
people-per-task = People per task
pay-per-annotation = Pay per annotation
type-comparison = comparison
type-classification = classification
type-rewriting = rewriting
project-draft = draft
project-paused = paused
project-closed = closed
transfer-pending = pending
transfer-posted = earned
transfer-voided = taken back
task-open = open
task-settled = settled
task-withdrawn = withdrawn
task-row = row { $row }
task-counts = { $answered } of { $needed } answered, { $held } being answered

## Front and link
front-title = Amana, held in trust
front-what = An open engine for human data. Tasks go in, qualified people answer them and are paid for it, and a data set comes out whose quality and handling anyone can check.
front-no-session = You are not signed in here. Sign in, or open the one-time link you were sent. If you started this engine, its links were printed in the terminal; “amana workspace create” makes new ones.
front-enter-annotator = To your queue
front-enter-client = To your projects
front-enter-auditor = To the access log
front-enter-operator = To the operators’ page
promise-walls = Walls you can check.
promise-walls-how = Every client is a workspace of its own, walled off in the database. Every look at content is in a log.
promise-quality = Measured quality.
promise-quality-how = What the engine believes of a task comes with its uncertainty.
promise-person = The right person, and no wasted answer.
promise-person-how = Each task goes to the people it needs, once.
promise-pay = Fair pay.
promise-pay-how = The pay is said before the task is. It does not change afterwards.
promise-captive = Nobody’s captive.
promise-captive-how = Your machine, your data, open formats in and out.
link-title = You are invited
link-what = This link lets you in once, in this browser. Nothing happens before you press the button.
link-enter = Come in
link-none = This address has no link in it. Open the whole link you were sent.
sign-in = Sign in
sign-in-passkey = By a passkey
sign-in-passkey-how = Your device asks for your finger, face or PIN; nothing of these leaves it.
sign-in-passkey-use = Use a passkey
sign-in-code = By a recovery code
sign-in-code-label = One of the codes you printed
sign-in-code-use = Use this code
sign-in-password = By a password
sign-in-password-use = Come in
password = Password
password-name = Your sign-in name
sign-in-identity = By your organisation
sign-in-identity-how = You sign in at { $issuer } and come back here. It learns that you use this place, and nothing of what you do.
sign-in-identity-use = Go there
identity-coming = Coming back from your organisation’s sign-in.
sign-in-else = If you have neither, ask whoever invited you for a new link. Nobody can make an account here.
link-enter-passkey = Come in and make a passkey
link-passkey = With a passkey you can come back later, also on another device, without a new link.
failed-passkey = Here a passkey is required of whoever is more than an annotator.

## Your account
nav-account = Your account
account-title = Your account
sessions-title = Where you are signed in
sessions-how = A session ends by itself when it was not used for a week, and after thirty days in any case. What you end here is refused from that moment on.
sessions-end-others = End all other sessions
session-as = As
session-by = By
session-since = Since
session-this = this one
session-end = End it
session-ended = { $count ->
    [0] No other session was open.
    [one] 1 session ended.
   *[other] { $count } sessions ended.
  }
last-used = Last used
device = Device
device-words = { $browser } on { $system }
device-unknown = unknown device
audience-annotator = annotator
audience-client = lead
audience-auditor = auditor
audience-operator = operator
method-link = one-time link
passkeys-title = Passkeys
passkeys-how = A passkey lets you in by your device’s finger, face or PIN. There is no secret in it that can be copied from here or typed into a false page.
passkeys-none = You have no passkey yet.
passkey-made-on = Made on
passkey-make = Make a passkey
passkey-made = The passkey is made. From now on you can come in by it.
passkey-remove = Remove
passkey-remove-asks = This passkey will let nobody in any more. Sessions that it opened stay until you end them.
passkey-removed = Removed.
passkey-known = This device has a passkey for this account already.
passkey-not-now = No passkey was used: the question was closed, or there is none here for this place.
passkey-cannot = This browser can’t use passkeys here.
codes-title = Recovery codes
codes-how = For the day when no passkey is at hand: ten codes for paper, each of which lets you in once.
codes-left = { $count ->
    [0] You have no codes.
    [one] 1 code is unused.
   *[other] { $count } codes are unused.
  }
codes-make = Make ten codes
codes-make-again = Make ten new codes, which end the old ones
codes-once = These are shown this once. Print them or copy them to where only you can read them.
codes-print = Print
method-passkey = passkey
method-code = recovery code
happened-passkey-added = a passkey was made
happened-passkey-removed = a passkey was removed
happened-codes-made = recovery codes were made
password-title = Password
password-how = Only for where no passkey can be used. Take at least twelve characters that you use nowhere else. The name that goes with it is drawn for you.
password-none = You have no password.
password-since = Set { $at }.
password-set = Set the password
password-set-again = Set another password
password-done = From now on you come in by this name and the password. The name is shown this once.
password-remove = Remove the password
password-removed = Removed. It lets nobody in any more.
method-password = password
happened-password-set = a password was set
happened-password-removed = the password was removed
identity-title = Your organisation’s sign-in
identity-how = Linked to this account, your sign-in at { $issuer } lets you in here, too.
identity-none = None is linked.
identity-since = Linked { $at }.
identity-link = Link it
identity-unlink = Unlink it
method-identity = organisation
happened-identity-linked = an organisation’s sign-in was linked
happened-identity-unlinked = an organisation’s sign-in was unlinked
happened-operator-proposed = proposed an operator
happened-operator-approved = approved an operator
happened-operator-declined = declined an operator
happened-declaration-proposed = proposed a declaration for the neutrality record
happened-declaration-announced = announced a declaration
happened-declaration-declined = declined a declaration
events-title = What happened with your account
events-how = The newest fifty. If something here was not you, end the other sessions and tell whoever invited you.
happened-what = What
happened-signed-in = signed in
happened-refused = refused
happened-signed-out = signed out
happened-ended = a session was ended

## API keys
nav-keys = API keys
keys-title = API keys
keys-how = A key lets a program in. Give each program one of its own that may do what it must and no more, so that it can be revoked alone.
keys-none = There is no key yet.
key = Key
key-new = A new key
key-label = What you call it
key-verbs = What it may do
key-projects = For which projects
key-projects-how = Choose none for every project, those to come, and the workspace itself: new projects, the access log, keys.
key-all-projects = all
key-first = the workspace’s first key
key-make = Make the key
key-once = This key is shown this once. Copy it to where the program reads it.
key-revoke = Revoke
key-revoke-asks = The key “{ $label }” opens nothing from then on. Whatever uses it stops.
key-revoked = revoked { $at }
verb-read = Read projects, tasks, people and the access log
verb-import = Import tasks
verb-export = Export annotations
verb-deliver = Freeze and download deliveries
verb-manage = Manage: projects, invitations, keys and all handles
verb-short-read = read
verb-short-import = import
verb-short-export = export
verb-short-deliver = deliver
verb-short-manage = manage

## Operators
nav-operators = Operators
operators-title = Operators
operators-how = Operators run the installation; they have no right to anybody’s content. Making somebody one of them takes two: one proposes, another approves.
operator-since = since { $at }
operator-you = · you
operator-label = What you call the person
operator-propose = Propose
operator-link = One-time link for the new operator, shown this once
proposals-title = Proposals
proposals-none = Nobody is proposed.
proposal-until = until { $at }
proposal-mine = Another operator has to approve it.
proposal-approve = Approve
proposal-decline = Decline

## The neutrality record
neutrality-title = Neutrality record
neutrality-how = Who owns the operator of this installation, and which of its clients and vendors are related to it. Changes are announced before they take effect; each entry is signed and names the one before it, so that none can be taken back.
neutrality-none = Nothing was announced yet.
neutrality-from = From { $at } on
neutrality-announced = { $count ->
    [0] Announced { $at }, not before that day.
    [one] Announced { $at }, a day before.
   *[other] Announced { $at }, { $count } days before.
  }
neutrality-late = Later than promised: { $why }
neutrality-signed = Entry { $number }, signed by
neutrality-download = Download the signed record
neutrality-no-owner = Nobody holds more than 5%.
neutrality-is-client = a client here
neutrality-is-vendor = a vendor here
neutrality-related-client = related client
neutrality-related-vendor = related vendor
neutrality-changes = The neutrality record says something new from { $at } on.
neutrality-read = Read it
neutrality-understood = I have read it
announcing-how = Every client reads what is announced here, and can freeze its work or leave. It takes two: one operator proposes, another announces.
announcings-none = Nothing is proposed.
announcing-new = Propose a declaration
announcing-proposed = Proposed. Another operator has to announce it.
announcing-announced = Announced: every client reads it from now on.
announcing-announce = Announce it for good
announcing-operator = Who operates this installation
announcing-owner = An owner above 5%
announcing-name = Name
announcing-percent = Percent
announcing-remove = Remove
announcing-add-owner = Add an owner
announcing-related = A related client or vendor
announcing-what = Which
announcing-related-how = How it is related
announcing-add-related = Add a related client or vendor
announcing-says = What else clients should know
announcing-from = From which day on this is so
announcing-from-how = Clients are told at least 30 days before. A client is named only if it wishes to be.
announcing-why-late = If sooner: why they were not told in time

## The workspace
notices = Notices
nav-workspace = Workspace
workspace-title = Workspace
workspace-since = opened { $at }
workspace-destroyed = Everything of this workspace was destroyed for good. Nobody can read it any more; what was earned is paid.
freeze-title = Freeze
freeze-how = Nothing of yours is shown to anybody but your own leads and auditors until you let it go on. Nothing is lost: what lies on people’s desks may be sent in, and is paid.
freeze = Freeze everything now
frozen-since = Frozen since { $at }: nothing is shown to anybody but your own people.
thaw = Let work go on
carry-title = Carry it away
carry-how = One file with everything that is yours: tasks, annotations, guidelines, people by your labels, the ledger, deliveries, the trail and the access log, readable without Amana, under a signed list of hashes.
carry-freeze-first = Freeze first, and all of it is of one moment.
carry = Download everything
leave-title = Leave for good
leave-how = Destroys the keys of everything above, so that no backup of the database brings it back. Whoever worked for you is paid. You get a signed receipt. Download everything first.
leave-name = To confirm, write the workspace’s name: { $name }
leave = Destroy everything of this workspace
leave-done = Everything is destroyed.
receipt-download = Download the receipt
shreds-title = What was destroyed
shred-of-tasks = { $count ->
    [one] 1 task
   *[other] { $count } tasks
  }
shred-of-project = a whole project
shred-of-workspace = the whole workspace
shred-lapses = The last backup of keys lapses on { $at }.
shred-no-backup = The keys were in no backup that is kept.

## The annotator's queue
queue-title = Your queue
queue-pay = { $amount } for each annotation
queue-today = { $count ->
    [0] Nothing answered today
    [one] 1 annotation today, { $amount }
   *[other] { $count } annotations today, { $amount }
  }
queue-others = { $count ->
    [one] 1 answer of somebody else waits on this device. It is sent when they sign in here again.
   *[other] { $count } answers of somebody else wait on this device. They are sent when they sign in here again.
  }
queue-start = Start
queue-look = No task just now: look
queue-paused = Paused by the client
queue-closed = Closed by the client
queue-empty = Nothing for you yet.
queue-empty-how = When a client invites you into a project, it appears here with what it pays.

## The desk
desk-title = Desk
desk-task = The next task
desk-day = { $count ->
    [one] 1 today
   *[other] { $count } today
  }
desk-paused = The client has paused this project. Finish what you hold; no new task comes.
desk-closed = The client has closed this project. Finish what you hold; no new task comes.
desk-empty = No task is open for you in this project.
desk-empty-next = New tasks appear here by themselves.
why-paused = The client has paused this project.
why-closed = The client has closed this project.
why-open = { $count ->
    [one] 1 task is open for you again and comes in a moment.
   *[other] { $count } tasks are open for you again and come in a moment.
  }
why-answered = { $count ->
    [one] You have answered 1 task here.
   *[other] You have answered { $count } tasks here.
  }
why-answered-all = { $count ->
    [one] You have answered the one task you can do here.
   *[other] You have answered all { $count } tasks you can do here.
  }
why-with-others = Other people are answering the last ones; what they give back comes to you.
why-needs-skill = { $count ->
    [one] 1 more needs a skill you do not have here.
   *[other] { $count } more need a skill you do not have here.
  }
why-needs-skill-only = { $count ->
    [one] The one task that is open needs a skill you do not have here.
   *[other] All { $count } tasks that are open need a skill you do not have here.
  }
why-skipped = { $count ->
    [one] You skipped 1; it does not come back.
   *[other] You skipped { $count }; they do not come back.
  }
why-nothing = Every task here has the answers it needs.
desk-offline = The engine does not answer, and every task on this device is answered. What you answered is kept here and will be sent.
desk-no-project = This project is not in your queue.
desk-elsewhere = This project is open on the desk of another tab.
desk-take-over = Work here instead
guideline = Guideline v{ $version }
guideline-title = Guideline
media-image = Image without a description
media-sound = Recording
media-film = Film
media-failed = This file could not be loaded.
guideline-none = This project has no written guideline.
submit = Submit
undo = Undo
skip = Skip
skipped = Skipped. It will not come back to you.
shortcuts = Keys
shortcut-choose = choose an answer
shortcut-walk = from one answer to the next; Space chooses
shortcut-up = up one level
shortcut-submit = submit
shortcut-submit-writing = submit while writing
shortcut-undo = take the last answer back
shortcut-skip = pass this task on to others
panel = Response { $number }
empty-content = This response is empty.
choices-exactly = { $count } chosen; choose { $most }.
choices-up-to = { $count } chosen; choose up to { $most }, or none.
choices-from-to = { $count } chosen; choose { $least } to { $most }.
tree-way = The way here
tree-top = All
tree-chosen = Chosen: { $label }
tree-deeper = Nothing is chosen yet: choose one of these.
rewrite-original = Original
rewrite-count = { $count ->
    [one] 1 character
   *[other] { $count } characters
  }, from { $least } to { $most }.
rewrite-unchanged = It is still the original, unchanged.
saved-there = Saved here and there
saved-here = { $count ->
    [0] Saved here, sending
    [one] Saved here, sending 1
   *[other] Saved here, sending { $count }
  }
saved-offline = { $count ->
    [one] Saved on this device. 1 answer will be sent when the engine is back.
   *[other] Saved on this device. { $count } answers will be sent when the engine is back.
  }
saved-saving = Saving…
saved-page = Only in this page: this browser keeps nothing on the device. Leave the page open until it is sent.
saved-signed-out = Saved on this device. Your session has ended: ask for a new link, open it here, and it will be sent.
refused-submit = An answer was not taken.
refused-skip = A task could not be skipped. It comes back to your desk with what you typed.
refused-undo = An answer could not be taken back.

## Statement
statement-title = Statement
statement-how = A line is pending until its task settles, then it is earned. Taking an answer back voids its line.
statement-totals = Sums
statement-newest = Newest lines
statement-empty = No line yet.
statement-empty-how = Each annotation you submit becomes a line here, at the pay you were shown.

## The client
projects-title = Projects
projects-new = New project
projects-empty = No project yet.
projects-empty-how = A project is one kind of work: a question, a guideline, a pay. Make one and drop a file in it.
new-title = New project
new-name = Name
new-type = Type of task
new-type-comparison = Two responses side by side: which is better?
new-type-classification = A text, and the classes it belongs to.
new-type-rewriting = A text that people write anew, beside the original.
new-type-outside = This type came with an installed package.
new-options = Options, as JSON
new-options-schema = What can be set
new-options-no-json = The options are not JSON.
new-mode = A text belongs to
new-mode-single = exactly one class
new-mode-several = any number of classes
new-mode-hierarchical = one place in a tree
new-classes = Classes
new-classes-list = One a line.
new-classes-tree = One a line. A line that begins with more spaces than the one above it belongs to that one.
new-class-question-default = Which class does it belong to?
new-least = Least to choose
new-most = Most to choose
new-most-how = Empty: all of them.
new-stop-early = An inner class is an answer too: nobody has to go down to a leaf
new-instruction = What to do
new-instruction-default = Rewrite the text
new-start = The text begins as
new-start-original = the original
new-start-empty = an empty page
new-reason = What was changed and why
new-reason-optional = may be said
new-reason-required = must be said
new-reason-none = is not asked
new-chars-min = Least characters
new-chars-max = Most characters
new-question = Question
new-question-default = Which response is better?
new-scale = Scale
new-scale-3 = Three steps
new-scale-5 = Five steps
new-guideline-how = In Markdown: headings, lists, tables, links to https. Annotators read it at their desk. The log says who read which version.
new-more = Budget and times
new-budget = Budget
new-budget-how = Imports that would go over it are refused. Empty: no limit.
new-lease = Minutes a task is held
new-lease-how = Then it goes to somebody else.
new-undo = Seconds to undo
new-undo-how = Until then an annotator may take an answer back; a task settles after it.
new-look = Make a draft and look at the file
new-make = Make a draft
new-safe = Nobody sees a draft until you open it.
drop-file = Drop a file here, or choose one
drop-file-how = JSON Lines, CSV with a header, or Parquet, up to two million rows
import-title = Import tasks
import-how = Drop a file to see what it would become. Nothing is made before you say so.
import-sending = Sending the file
import-reading = Reading every row
import-making = Making the tasks: all of them or none
import-found = What the file would become
import-rows = Rows
import-tasks = Tasks
import-duplicates = Exact duplicates, left out
import-bad = Rows that can’t be read
import-bad-how = Mend these rows and drop the file again, or leave them out.
import-skip-bad = { $count ->
    [one] Leave this row out
   *[other] Leave these { $count } rows out
  }
import-refused = Download them, with what to do about each
import-price = Costs, all answered
import-make = { $count ->
    [one] Make 1 task
   *[other] Make { $count } tasks
  }
import-nothing-yet = Nothing was made yet. The file is kept, sealed, for a day.
import-made-already = These tasks were made already.
import-cut-off = The connection was cut. Press the button again: what was made is not made twice.
import-first = The first task, exactly as an annotator will see it
columns-title = Columns
columns-how = Guessed from their names. What is ignored does not leave the file.
column-ignored = ignored
columns-read = Read the file this way
columns-wrong = { $field } takes { $least } to { $most } columns and has { $count }.
field-responses = Responses
field-prompt = Prompt
field-text = Text
field-original = Original
field-media = Media files
field-item-id = Your own id of the row
project-open = open
project-says-empty = This project has no tasks yet.
project-says-draft = { $tasks ->
    [one] A draft with 1 task. Nobody sees it until you open it.
   *[other] A draft with { $tasks } tasks. Nobody sees them until you open it.
  }
project-says-open = { $answered } of { $needed } annotations are in, { $held ->
    [0] none is being made
    [one] 1 is being made
   *[other] { $held } are being made
  }. { $settled } of { $tasks } tasks are settled.
project-says-done = All { $needed } annotations are in. { $settled } of { $tasks } tasks are settled.
project-import = Import tasks
project-open-it = Open to annotators
project-invite = Invite annotators
project-people = People who answered
project-pending = Owed, pending
project-posted = Owed, earned
quality-title = Agreement
quality-alpha = { $value } ({ $low }–{ $high })
quality-of = Krippendorff’s alpha of “{ $question }” over { $tasks } tasks with two or more annotations; in brackets the 95% interval.
quality-production = What people write here is not a vote: there is no agreement to measure and nothing is estimated. A task is settled when it has its annotations and the time to undo is over; nobody has reviewed them by then.
quality-question = Question
quality-alpha-title = Krippendorff’s alpha (95% interval)
quality-none = Not enough annotations yet to measure agreement.
quality-behind = { $count ->
    [0] All annotations are counted.
    [one] 1 event came since; it is counted within seconds.
   *[other] { $count } events came since; they are counted within seconds.
  }
quality-unconverged = The estimate stopped at its limit of { $rounds } rounds and may still move.
estimate = Estimate
estimate-of = { $label } { $share }
estimate-none = none of them
estimate-title = Model evidence, not yet calibrated
class-comparison-first = first
class-comparison-tie = equal
class-comparison-second = second
class-comparison-first-clearly = first, clearly
class-comparison-first-slightly = first, slightly
class-comparison-second-slightly = second, slightly
class-comparison-second-clearly = second, clearly
tasks-by-file = In the order of the file
tasks-by-doubt = Least sure first
people-title = People
people-label = You call them
people-last = Last answer
people-new-link = New link
people-why = Why no task?
why-person-membership-ended = does not work in this project any more.
why-person-project-draft = the project is a draft. Nobody gets its tasks until you open it.
why-person-project-paused = the project is paused. Nobody gets its tasks.
why-person-project-closed = the project is closed. Nobody gets its tasks.
why-person-nothing-unsettled = no task of the project is unsettled.
why-person-not-signed-in = not signed in on any device. Send a new link.
why-person-open = would get a task now.
why-person-held = has tasks to answer.
why-person-nothing-left = nothing is left for this person.
why-unsettled = Unsettled tasks
why-first-until = the first until { $at }
why-skips = Skipped today
why-skips-of = { $skips } of { $most }
place-open = open to them
place-held = held by them
place-answered = answered by them
place-skipped = skipped by them
place-taken-back = taken back from them
place-needs-skill = for a skill they do not have here
place-with-others = in other people’s hands
place-meant-for-others = meant for other people
place-complete = complete, waiting to settle
people-held = Holds
people-end = Send away
people-ended = sent away
people-let-back = Let back in
people-end-asks = { $held ->
    [0] { $label } gets no new task. What they earned stays theirs.
    [one] { $label } gets no new task. The 1 they hold they may submit until its time is over; what they earned stays theirs.
   *[other] { $label } gets no new task. The { $held } they hold they may submit until their time is over; what they earned stays theirs.
  }
people-all = Show all { $count }
people-none = Nobody is invited yet.
deliveries-title = Deliveries
deliveries-how = A delivery freezes the tasks that are settled now: JSON Lines, the formats of the field, a signed manifest of their hashes. Anyone checks it offline with “amana verify”.
deliveries-make = { $count ->
    [0] No task is settled yet
    [one] Deliver 1 settled task
   *[other] Deliver { $count } settled tasks
  }
deliveries-again = { $count ->
    [one] Deliver again: the same task
   *[other] Deliver again: the same { $count } tasks
  }
deliveries-none = Nothing was delivered yet.
deliveries-left-out = Not in { $file }: { $count } ({ $reason })
left-out-tie = tie
left-out-no-prompt = no prompt
deliveries-signed-by = Signed by
download = Download
size = Size
tasks = Tasks
project-withdrawn = Tasks withdrawn
project-ahead = Still to be made, at most
project-left = Left of the budget
project-says-paused = Paused: nobody gets a new task, and what is held may be finished. { $answered } of { $needed } annotations are in.
destroyed-name = content destroyed
task-destroyed = destroyed
project-says-destroyed = Everything of this project was destroyed for good on { $at }. Nobody can read it any more; what was earned is paid.
project-says-closed = Closed: nothing is handed out again. { $settled } of { $tasks } tasks are settled.
handles-title = Running the project
handles-pause = Pause
handles-resume = Resume
handles-close = Close the project
handles-reopen = Reopen
handles-close-asks = { $slots ->
    [0] Every annotation is made or being made.
    [one] 1 annotation that nobody has taken on will not be made.
   *[other] { $slots } annotations that nobody has taken on will not be made.
  } { $held ->
    [0] Nobody holds a task now.
    [one] 1 is being made and may be submitted.
   *[other] { $held } are being made and may be submitted.
  } Tasks without an answer are withdrawn, the others settle with what they have. This can’t be undone.
handles-close-now = Close it
handles-save = Save
handles-rate-how = For tasks handed out from now on; what is held keeps its pay.
handles-rate-since = As it is since { $at }.
handles-needed-how = Of open tasks, and of what is imported from now on.
handles-budget-how = What may be spent in all. Empty: no limit.
handles-changed = { $tasks ->
    [0] Nothing to change.
    [one] 1 task changed.
   *[other] { $tasks } tasks changed.
  }
handles-could-not = { $count ->
    [one] 1 task needs more, because so many answers are there or being made.
   *[other] { $count } tasks need more, because so many answers are there or being made.
  }
handles-saved = Saved.
handles-working = Being changed, some tasks at a time. People go on working meanwhile.
batches-title = Batches
batch = Batch
batch-no = Batch { $number }
batch-settled = Settled
batch-withdraw = Withdraw
batch-withdraw-asks = { $tasks ->
    [one] 1 open task will be withdrawn
   *[other] { $tasks } open tasks will be withdrawn
  }; { $held ->
    [0] nobody holds one now.
    [one] 1 answer being made now will not be taken and not be paid.
   *[other] { $held } answers being made now will not be taken and not be paid.
  } What was answered is paid. This can’t be undone.
batch-withdraw-pause = Pause the project first if they shall finish.
batch-withdraw-now = Withdraw them
batch-change = Change
batch-change-title = Batch { $number }: its open tasks
priority = Priority
priority-how = From -100 to 100; the highest are handed out first, from the next task on. Empty: as it is.
needed-how = From 1 to 100. Empty: as it is.
near-title = Near-duplicates
near-looking = Looking for near-duplicates: { $read } of { $tasks } tasks are read.
near-comparing = Looking for near-duplicates: every task is read, and what is alike is being compared.
near-unknown = Nothing is known of near-duplicates yet.
near-none = { $tasks ->
    [one] The task is no near-duplicate of another.
   *[other] None of the { $tasks } tasks is a near-duplicate of another.
  }
near-some = { $copies ->
    [one] 1 of these { $tasks } tasks is a near-duplicate of another.
   *[other] { $copies } of these { $tasks } tasks are near-duplicates of another.
  }
near-look = Look at them
near-how = Every text of one shares at least { $alike } of its runs of characters with a text of the other; capitals and blanks don’t count. Of each group the one that came first stays.
near-leave = { $count } in all. Leave them, and they are given out like any other task.
near-withdraw = Withdraw the copies
near-withdraw-asks = { $tasks ->
    [one] 1 open copy will be withdrawn
   *[other] { $tasks } open copies will be withdrawn
  }, and what each is a copy of stays; { $held ->
    [0] nobody holds one now.
    [one] 1 answer being made now will not be taken and not be paid.
   *[other] { $held } answers being made now will not be taken and not be paid.
  } What was answered is paid. This can’t be undone.
near-stays = Stays
near-copy = Copy
near-alike = Alike
near-place = batch { $batch }, row { $row }
near-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
  }
near-side-by-side = Side by side
near-all = All near-duplicates
near-pair-title = Two tasks side by side
near-pair-says = These two are { $alike } alike.
near-pair-how = Counted by the texts that are least alike; where they differ is marked. That you looked is in the access log.
near-open-how = Open it, and people are given the tasks as they are; copies can be withdrawn later too.
near-open-now = Open it
history-title = History
history-how = Every change of this project, in the order it was made. Rows are only ever added.
history-none = Nothing was changed yet.
history-what = What
history-from-to = { $was } → { $became }
history-nothing = no limit
history-by-key = a program, by its key
history-tasks = { $count ->
    [one] 1 task
   *[other] { $count } tasks
  }
event-state = state
event-rate = pay per annotation
event-budget = budget
event-needed = people per task
event-priority = priority
event-withdrawn = withdrawn
event-invited = invited
event-ended = sent away
event-let-back = let back in
event-taken-back = taken back
event-directed = meant for
event-undirected = no longer meant for
event-shredded = destroyed for good
event-frozen = frozen
event-thawed = goes on
tasks-find = Find a task
tasks-find-how = Your own id of the row, the task’s id, or batch:row such as 2:17
tasks-find-do = Find
tasks-found-none = There is no such task. Tasks imported before this engine knew your ids are found by batch:row.
tasks-all = All tasks
reassign-held-by = { $label } holds it until { $at }.
reassign-meant-for = It is meant for { $label } until { $at }.
reassign-take = Take it back
reassign-undirect = Mean it for anybody
reassign-to = Then it goes to
reassign-anybody = anybody
reassign-somebody = somebody I do not know
project-download = Download the annotations (JSON Lines)
invite-label = What you call them, one person a line
invite-label-how = It is sealed. Exports know people by pseudonyms.
invite-make = Make links
invited-title = { $count ->
    [one] The link, shown once
   *[other] The links, shown once
  }
invited-how = Each is for one person. It lets one browser in, once, within seven days.
invited-link = One-time link
invited-link-of = One-time link of { $label }
invited-save = Save them as CSV
invited-too-many = At most { $most } people at once.
progress-says = { $answered } answered, { $held } being answered, { $slots } still to be given out
progress-answered = answered
progress-held = being answered
progress-slots = to be given out
progress-surplus = late, on top
tasks-title = Tasks
preview-title = A task as an annotator sees it
why-task-settled = Settled on { $at }.
why-task-withdrawn = Withdrawn: nobody gets it any more.
why-task-project-not-open = { $lacking ->
    [one] Not settled: 1 annotation is lacking, and the project is not open.
   *[other] Not settled: { $lacking } annotations are lacking, and the project is not open.
  }
why-task-needs-people = { $slots ->
    [one] Not settled: nobody has taken on 1 of its annotations yet.
   *[other] Not settled: nobody has taken on { $slots } of its annotations yet.
  }
why-task-being-answered = { $lacking ->
    [one] Not settled: the last annotation is being made.
   *[other] Not settled: the last { $lacking } annotations are being made.
  }
why-task-meant-for-somebody = { $lacking ->
    [one] Not settled: the last annotation is meant for somebody who has not come yet.
   *[other] Not settled: the last { $lacking } annotations are meant for people who have not come yet.
  }
why-task-undo-open = Not settled yet: an answer can still be taken back until { $at }.
why-task-due = It has its annotations, and none can be taken back: it settles within seconds while the engine runs.
preview-order = The responses are shown to each annotator in an order drawn for them.
preview-how = Nothing you press here is stored.

## Access log
log-title = Access log
log-how = Every look at content is a row. Rows are only ever added; each carries a salted commitment that anyone can recompute offline.
log-holds = { $count ->
    [one] The commitment of the row shown was recomputed in this browser and holds.
   *[other] The commitments of all { $count } rows shown were recomputed in this browser and hold.
  }
log-broken = { $count ->
    [one] 1 row shown does not match its commitment: it was altered.
   *[other] { $count } rows shown do not match their commitments: they were altered.
  }
log-download = Download the log
log-kinds = Kinds of rows
log-all = All
log-empty = No row of this kind.
log-empty-how = As soon as content is imported, given out, shown, answered or exported, a row appears here.
log-what = What
log-who = Who
log-detail = Detail
log-older = Older rows
log-planned = file looked at
log-imported = imported
log-released = given out
log-shown = shown
log-answered = answered
log-exported = exported
log-previewed = previewed
log-guideline-read = guideline read
log-media-added = media added
log-media-read = media looked at
log-delivered = delivered
log-downloaded = downloaded
