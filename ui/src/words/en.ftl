## Everywhere @desk
name = Amana
skip-to-content = Skip to the content
nav = Where to go
nav-projects = Projects
nav-log = Access log
nav-queue = Your queue
nav-statement = Statement
sign-out = Sign out
other-digits = Write numbers in Arabic or Latin digits
comfort = Text size, light and motion
loading = Loading.
failed = This could not be shown.
failed-safe = Nothing was lost. Try again in a moment.
failed-files = The files of this page did not come: there is no connection, or the app was renewed meanwhile. What you did is kept.
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
failed-passkey = Here a passkey is required of whoever is more than an annotator.
password = Password
password-name = Your sign-in name
sign-in = Sign in
sign-in-passkey-use = Use a passkey
sign-in-password-use = Come in
nav-account = Your account
passkey-known = This device has a passkey for this account already.
passkey-not-now = No passkey was used: the question was closed, or there is none here for this place.
queue-title = Your queue
statement-title = Statement

## Words of the field
task = Task
task-type = Type
state = State
row = Row
field = Field
when = When
made = Made
currency = Currency
what-to-do = What to do
the-line = the line
people-per-task = People per task
plan-title = Plan
plan-so-far = So far
plan-in-all = In all
plan-annotations = Annotations
plan-cost = Cost
plan-settled = Tasks settled
plan-range = about { $value }, { $low } to { $high }
plan-foreseen = When the pilot was answered, { $at }, { $range } annotations were foreseen for { $tasks } tasks.
plan-finish = If people go on as they did, the last annotation comes about { $likely }, between { $early } and { $late }.
plan-finish-open = If people go on as they did, the last annotation comes about { $likely }, not before { $early }; they come so unevenly that no end is sure.
plan-finish-unknown = A date is told once a few dozen annotations are in.
plan-fits-yes = All of that is within the budget of { $budget }.
plan-fits-likely = The figure is within the budget of { $budget }, the end of its interval is not: then tasks settle with what they have.
plan-fits-no = That is more than the budget of { $budget }: tasks will settle with what they have when it is spent.
plan-by-fixed = Every task gets the same number of annotations.
plan-by-public-crowds = As eight public crowds took, until this project’s own pilot is answered; the interval holds for 95 of 100.
plan-by-pilot = By the pilot of this project, corrected by how such forecasts erred on eight public crowds; the interval holds for 95 of 100.
plan-audits = That at most { $error } of the labels are wrong can be shown with 95% confidence by { $none } audited tasks if none of them is wrong, by { $one } if one is, by { $two } if two are.
people-from-to = { $least } to { $most }
pay-per-annotation = Pay per annotation
type-comparison = comparison
type-classification = classification
type-rewriting = rewriting
type-claim-checking = claim checking
type-text-spans = text spans
type-form = form of your own
type-speech-transcription = speech transcription
type-rubric-rating = rubric rating
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
front-enter-vendor = To your people
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
sign-in-passkey = By a passkey
sign-in-passkey-how = Your device asks for your finger, face or PIN; nothing of these leaves it.
sign-in-code = By a recovery code
sign-in-code-label = One of the codes you printed
sign-in-code-use = Use this code
sign-in-password = By a password
sign-in-identity = By your organisation
sign-in-identity-how = You sign in at { $issuer } and come back here. It learns that you use this place, and nothing of what you do.
sign-in-identity-use = Go there
identity-coming = Coming back from your organisation’s sign-in.
sign-in-else = If you have neither, ask whoever invited you for a new link. Nobody can make an account here.
link-enter-passkey = Come in and make a passkey
link-passkey = With a passkey you can come back later, also on another device, without a new link.
link-client = You would work for { $client }.
link-take-how = You are signed in as an annotator here. Taken into your account, this work stands beside your other work and on the same statement; the client learns nothing of the rest.
link-take = Take it into your account
link-enter-new = Come in as somebody new

## Your account
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
audience-vendor = vendor
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
happened-joined = took an invitation into this account
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

## A vendor's people
nav-supplied = Your people
supplied-how = Your own people alone, and what they did over all clients together. Whose work it is, and how good it was, is not shown to you.
supply-title = Somebody new
supply-label = What you call the person
supply-label-how = You alone read it; each client gives a label of its own.
supply-make = Make a link
supply-link = Their one-time link, shown this once
supplied-empty = Nobody yet.
supplied-empty-how = A link makes an account that belongs to you. Clients invite that account into their projects.
supplied-working = working now
supplied-away = not working now
supplied-invited = has not come in yet
supplied-ended = ended
supplied-since = With you since { $at }.
supplied-months = What { $label } did, by month
supplied-end = End
supplied-end-asks = { $label } is signed out everywhere at once and comes in no more. What they earned is still owed to them.
supplied-end-now = End it
month = Month
attest-title = What you say of them, and ending
attest-how = A country or a clearance that you have checked. Clients may ask for it; the person reads it on their account page.
attest-country = Country, two letters
attest-clearance = Level of clearance
attest-nothing = say nothing
attest-until = Until the end of (UTC)
attest-say = Say it
attested-title = What is attested of you
attested-how = By your vendor or the operator, never by you: what clients ask of whoever works for them. Clients do not read it; they learn of nobody whether it lets them in.
attested-none = Nothing.
attested-country = Country: { $country }, until { $at }.
attested-clearance = Clearance of level { $level }, until { $at }.
attested-by-vendor = said by your vendor
attested-by-operator = said by the operator

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
queue-client = For { $client }
queue-wall = Who may work here:
queue-finish = Finish what you were shown

## Person walls, to whom they may concern @instruments
wall-elsewhere = { $days ->
    [one] Nobody who was shown another client’s work in the last day.
   *[other] Nobody who was shown another client’s work in the last { $days } days.
  }
wall-vendor = The client admits or excludes the people of certain vendors.
wall-clearance = Clearance of level { $level } or higher, attested.
wall-countries = Attested of one of these countries: { $countries }.
kept-out = A person wall keeps you out of this project.
kept-out-elsewhere = You were lately shown another client’s work. This wall lets you in from { $at }, if you are shown none until then.
kept-out-vendor = By the vendor you belong to, or because you belong to none, you are not among those the client admits.
kept-out-clearance = No clearance of this level is attested of you, or its time has ended. Ask your vendor or the operator.
kept-out-country = None of these countries is attested of you, or its time has ended. Ask your vendor or the operator.

## The desk @desk
desk-title = Desk
desk-task = The next task
desk-day = { $count ->
    [one] 1 today
   *[other] { $count } today
  }
desk-paused = The client has paused this project. Finish what you hold; no new task comes.
desk-closed = The client has closed this project. Finish what you hold; no new task comes.
desk-offline = The engine does not answer, and every task on this device is answered. What you answered is kept here and will be sent.
desk-no-project = This project is not in your queue.
desk-elsewhere = This project is open on the desk of another tab.
desk-take-over = Work here instead
guideline = Guideline v{ $version }
guideline-new = ({ $count } new)
guideline-task = this task: v{ $version }
answers-new = { $count ->
    [one] 1 answer for you
   *[other] { $count } answers for you
  }
media-image = Image without a description
media-sound = Recording
media-film = Film
media-failed = This file could not be loaded.
submit = Submit
undo = Undo
skip = Skip
skipped = Skipped. It will not come back to you.

shortcuts = Keys
panel = Response { $number }
empty-content = This response is empty.
choices-exactly = { $count } chosen; choose { $most }.
choices-up-to = { $count } chosen; choose up to { $most }, or none.
choices-from-to = { $count } chosen; choose { $least } to { $most }.
media-being-made = The recording is being prepared for listening. It comes by itself.
form-lacking = A part of this page did not come. Reload it when you are online.
veil-on = This may be disturbing. Everything is hidden until you ask for it.
veil-off = You asked to see this.
veil-show = Show it
veil-hide = Hide it
question-now = Now: { $label }
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
draft = Draft
draft-page = Draft: only in this page
draft-saving = Your draft is on its way to this device.
draft-here = Your draft is on this device.
draft-there = Your draft is on this device and with the engine; your other devices find it.
gone-on-here = You go on with what you typed here at { $at }.
gone-on-device = Continued from another device, { $at }.
other-here = Show what was typed on this device ({ $at })
other-device = Show what was typed on the other device ({ $at })
sealed-title = What you typed here is safe.
sealed-answers = { $count ->
    [one] 1 answer lies on this device, sealed, and is sent when the engine is back.
   *[other] { $count } answers lie on this device, sealed, and are sent when the engine is back.
  }
sealed-drafts = { $count ->
    [one] 1 draft lies on this device, sealed.
   *[other] { $count } drafts lie on this device, sealed.
  }
sealed-how = The engine keeps the key, so that nobody who finds this device can read it. Until it answers, this page can’t open what lies here and can’t take anything new. It goes on by itself.
pass-ways = Ways out that are no skip
pass-not-sure = Not sure
pass-out-of-field = Out of my field
pass-guideline-wrong = The guideline is wrong
pass-skipped = Skip with a reason
passed-on = Passed on. That is no skip.

## Instruments of the desk @instruments

spans-text = Text
spans-list = { $count ->
    [0] Marked
    [one] { $count } place marked
   *[other] { $count } places marked
  }
spans-none = Nothing is marked yet. If nothing is to be marked, submit it so.
spans-how = Select words with the mouse, or in the text by ← → (Shift reaches further, Ctrl moves one end by a letter) and ↓ ↑ (sentences). A label marks them; Backspace takes a mark away.
spans-select-first = Select words in the text first.
spans-overlap = These words are marked already; here places can't overlap.
spans-full = { $most } places are marked; no more can be.
spans-marked = Marked “{ $text }” as { $label }
spans-removed = No longer marked: “{ $text }”, { $label }
spans-remove = Take the mark { $label } from “{ $text }”
spans-no-value = (not said)
spans-relation = Relation to another place
spans-relate = Add
spans-unrelate = Take back { $relation } → “{ $text }”
source = Source { $number }
quote-mark = claim { $number }
quote-how = Select words with the mouse, or in the text by ← → (Shift reaches further, Ctrl moves one end by a letter) and ↓ ↑ (sentences).
quote-take = Quote the selected words
quote-select = Select the words that decide in the sources.
quote-select-optional = Select the words that decide in the sources (optional).
quote-remove = Quote something else
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
speech-play = Play
speech-pause = Pause
speech-back = Back { $seconds } s
speech-forward = On { $seconds } s
speech-place = Place in the recording
speech-speed = Speed
speech-closer = Zoom in
speech-wider = Zoom out
speech-new = New region here
speech-divide = Divide here
speech-start-here = Begins here
speech-end-here = Ends here
speech-loop = Repeat region
speech-regions = Regions
speech-start = Begin of region { $number }
speech-end = End of region { $number }
speech-speaker = Speaker of region { $number }
speech-text = What is said in region { $number }
speech-who = Who speaks?
speech-remove = Remove
speech-none = There is no region yet. Play the recording, and where somebody begins to speak press { $key }, or draw over the wave.
speech-keys = Ctrl ↑ and Ctrl ↓ go from region to region; Ctrl Shift and a digit say who speaks; in the times ↑ ↓ are 10 ms, Page Up and Page Down 100 ms.
speech-no-room = There is a region here already.
speech-no-divide = There is no region here to divide.
speech-no-waveform = This recording has no waveform. It can be listened to and written down all the same.
speech-trouble-length = It ends before it begins.
speech-trouble-beyond = It ends after the recording.
speech-trouble-overlap = Its speaker is still speaking in a region before it.
speech-trouble-speaker = Say who speaks.
speech-trouble-text = Nothing is written here yet.
role-user = User
role-assistant = Assistant
role-system = System
rewrite-changes = What changed

## What comes over the desk, or in a task's place @instruments
refused-pass = A task could not be passed on. It comes back to your desk with what you typed.
refused-submit = An answer was not taken.
refused-skip = A task could not be skipped. It comes back to your desk with what you typed.
refused-undo = An answer could not be taken back.
passing-on = Pass it on
passing-words = A word about it, for the lead (optional)
passing-not-sure = The task goes to somebody else. This is no skip and counts against nobody.
passing-out-of-field = The task goes to somebody else. This is no skip and counts against nobody.
passing-guideline-wrong = The task goes to somebody else, and the lead reads what is wrong. This is no skip and counts against nobody.
passing-skipped = The task goes to somebody else and does not come back to you. It counts as a skip.
leaving-waiting = { $count ->
    [one] 1 thing you did was not sent yet.
   *[other] { $count } things you did were not sent yet.
  }
leaving-here = They lie sealed on this device. If you sign out now, they are sent when you sign in here again.
leaving-page = They are in this page alone: if you sign out now, they are lost.
leaving-sending = Sending; you are signed out when all is sent.
leaving-offline = The engine does not answer; you are signed out when it does and all is sent.
leaving-send = Send first, then sign out
leaving-now = Sign out now
comfort-size = Text size
comfort-colours = Light
comfort-colours-device = as the device has it
comfort-colours-light = light
comfort-colours-dark = dark
comfort-motion = Motion
comfort-motion-device = as the device has it
comfort-motion-none = none
comfort-kept = This is kept on this device.
guideline-title = Guideline
guideline-none = This project has no written guideline.
time-hour = { $amount }/h
time-pause = Break
break-title = Paused
break-how = No time is counted, and nobody can read the task until you go on.
break-held = The task is held for you until { $at }.
break-held-was = The task was held for you until { $at }. Your answer still counts unless the task has been settled meanwhile.
break-so-far = Counted for this task so far: { $time }
break-go-on = Go on
project = Project
annotations = Annotations
amount = Amount
destroyed-name = content destroyed
time-title = My time and pay
time-days = The last 14 days
time-none = Nothing in the last 14 days. Each answer that you submit is counted on its day.
time-day = Day
time-active = Active time
time-measured = measured: { $time }
time-hourly = An hour
time-answers = Answers of { $day }
time-answers-of = Show the answers of { $day }
time-no-answers = No answer on this day.
time-counted = Counted
time-you-say = You say
time-from = Counted from
time-focus = page in focus: { $time }
time-input = input: { $time }
time-playing = recording played: { $time }
time-paused = paused: { $time }
time-no-evidence = Nothing was sent with this answer that it was counted from.
time-correct = Correct
time-correct-of = Correct the time of the answer of { $at }
time-correct-how = Say what the page could not see, a dictionary or a call, or take off what was no work. What was measured stays beside it, the client’s leads see both, and your pay does not change. Until { $at }.
time-too-late = The seven days in which it could be corrected are over.
time-minutes = Minutes in all
time-why = Why
time-keep = Keep
time-kept = Kept: { $time }.
recorded-title = What is recorded about me
recorded-me = While a task is on the desk, Amana counts for how long this page has focus, for how long you type, point or scroll (with at most a minute between two signs), for how long a recording plays and for how long you have paused, and keeps these sums with your answer, its time and your pay; it keeps what you type as a draft until you answer or the task leaves your hands, in the client’s log when a task was given to you, shown and answered and when you opened the guideline, your own answers or a file again, which guideline and which answers to questions you read last, what you skipped, what you said or asked of a task or say of your time, an estimate of how you tend to answer, the name under which you were invited, in which projects you work and since when, what is attested of you, your ways to sign in and when you used them with which kind of browser and system, a random number for each of your devices, and for an hour a scrambled mark of the address from which a password was tried; it never records your screen, camera or microphone, single keys or where you point, what you do in other windows, or where you are.
beside-title = Beside the task
beside-guideline = Guideline
beside-examples = Examples
beside-answers = My answers
beside-questions = Questions
guideline-task-how = The task on the page was handed out under version { $held }, and your answer goes by that one. What comes next goes by version { $version }.
guideline-older-here = The engine does not answer. This is version { $version }, which was fetched before; a newer one is in force.
guideline-changes = What changed since version { $version }
guideline-whole = The whole text
examples-none = This guideline gives no examples.
examples-good = Like this
examples-counter = Not like this
question-ask = Ask the lead
question-how = Once it is answered, everybody who works in this project can read question and answer, without your name. Leave out what this task alone says.
question-of-task = About the task on the page
question-send = Ask
question-sent = Asked. The answer appears here, and the desk tells you.
question-mine = You asked
question-somebodys = Somebody asked
question-general = in general
question-this-task = about the task on the page
question-my-task = about a task of yours
question-a-task = about a task
question-waits = Nobody has answered yet; until then only you and the lead can read it.
question-destroyed = The client had this task destroyed, and the question with it.
questions-none = Nobody has asked anything that was answered.
answers-none = You have answered nothing in this project yet.
answers-more = Earlier ones
answers-offline = The engine does not answer. Your last answers come when it does.
answer-as-given = The task and your answer
answer-counts = counts
answer-surplus = came late, an extra answer
answer-taken-back = taken back by you
answer-withdrawn = the task was withdrawn
answer-pay-pending = awaiting settlement
answer-pay-posted = earned
answer-pay-voided = not paid
answer-settled-with = settled as you said
answer-settled-against = settled otherwise
answer-reply = The lead answered:
answer-destroyed = The client had this task destroyed, and your answer with it. What you earned stays yours.
shortcut-beside = guideline, examples, my answers, questions
concerns-mine = What you said of tasks, and the answers
concern-waits = Nobody has answered yet.
concern-done = The lead has seen it.
shortcut-choose = choose an answer
shortcut-walk = from one answer to the next; Space chooses
shortcut-up = up one level
shortcut-questions = To the next question, to the one before
shortcut-words = in a text: select the next word
shortcut-sentences = in a text: select the next sentence
shortcut-reach = select more, or less
shortcut-letters = move the beginning or the end of what is selected by a letter
shortcut-mark = mark what is selected
shortcut-unmark = take a mark away
shortcut-quote = go to the sources; quote what is selected there
shortcut-veil = Show or hide what may be disturbing
shortcut-submit = submit
shortcut-submit-writing = submit while writing
shortcut-undo = take the last answer back
shortcut-pause = pause; the task is hidden
shortcut-skip = pass this task on to others
shortcut-skip-why = pass this task on and say why
keymap-how = Press a key here to choose another one for what it does. They are kept on this device.
keymap-change = { $key }: { $does }. Choose another key
keymap-press = Press the key that you want. Esc leaves it as it is.
keymap-chosen = It is { $key } now.
keymap-kept = That key can't be chosen: the browser or a writer needs it.
keymap-taken = { $key } is in use already: { $does }
keymap-restore = All keys as they were
keymap-restored = All keys are as they were.
speech-key-play = play or pause
speech-key-back = a little back
speech-key-forward = a little on
speech-key-back-far = further back
speech-key-forward-far = further on
speech-key-start = the region begins here
speech-key-end = the region ends here
speech-key-new = a new region here
speech-key-divide = divide the region here
speech-key-loop = repeat the region
over-title = Sign in to go on
over-safe = Your session has ended. Everything on this page stays as it is; sign in and go on.
over-somebody-else = Somebody else is signed in on this device now.
over-theirs = { $count ->
    [one] What is on this page is not theirs: 1 answer waits sealed for the person who gave it, and is sent when they sign in again.
   *[other] What is on this page is not theirs: { $count } answers wait sealed for the person who gave them, and are sent when they sign in again.
  }
over-theirs-typed = What is on this page is not theirs. It stays sealed for the person who typed it.
over-come-back = If this page is yours, sign in below and go on.
over-another-way = Another way to sign in, in a new tab
over-issuer = Sign in by { $issuer } or another way, in a new tab
over-by-itself = You may also open a link that you were sent in another tab: this page goes on by itself.
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
why-choosing = The next tasks are being chosen; they come here by themselves.
why-nothing = Every task here has the answers it needs.

## Statement
statement-how = A line is pending until its task settles, then it is earned. Taking an answer back voids its line.
statement-totals = Sums
statement-newest = Newest lines
statement-empty = No line yet.
statement-empty-how = Each annotation you submit becomes a line here, at the pay you were shown.

## Blind audits by experts
audit-title = How many labels are right
audit-how = Experts judge some settled tasks without seeing anybody’s answer. What they find is a claim about all of them, with its interval. Without an audit nothing is claimed.
audit-none = Nothing was audited, so nothing is claimed.
audit-nothing = Nothing can be claimed yet.
audit-claim = { $value } ({ $low }–{ $high })
audit-at-least = Or, from one side: at least { $share } of the labels of { $tasks ->
    [one] one task
   *[other] { $tasks } tasks
  } are right, at 95% confidence.
audit-running = { $judged } of { $draws } are judged; until it ends this is a look, and no delivery claims it.
audit-ended = Ended: { $right } of { $audited } judged labels were right. Deliveries carry the claim with every judgement.
audit-of = Question “{ $question }”, drawn { $at }.
audit-invite = Invite the experts
audit-experts = The experts’ project
audit-end = End the audit
audit-end-says = { $judged } of { $draws } tasks are judged. Nobody is given more of them; what experts hold they may finish, and it is paid.
audit-end-hint = An audit that is ended by hand may have been ended because its figure was a good one: what it claims is wider for that, and rests on the answers up to the last round number of them.
audit-draws = Tasks to judge, at most
audit-rate = Pay per task
audit-width = Stop early
audit-width-never = no, judge them all
audit-width-at = when the interval is no wider than { $share }
audit-begin = { $draws ->
    [one] Draw one task
   *[other] Draw { $draws } tasks
  }
audit-price = at most { $price }, from a budget of its own
event-audit = tasks drawn for an audit

## The certificate of a delivery
certificate = Certificate
certificate-how = What was signed with the delivery of { $at }. “amana verify” recomputes every figure of it from the delivered rows, offline.
certificate-under = Annotations under guideline v{ $version }
certificate-grounds = { $right } of { $audited } blindly judged labels were right.
certificate-by-label = Of the tasks that were delivered with each label; these intervals hold all together with 95%.
certificate-judged = Found right
certificate-of = { $right } of { $audited }
certificate-right = Right labels, with 95% interval
certificate-scale = Drawn to scale
certificate-too-few = Too few were judged to say
certificate-of-fewer = It speaks for the { $tasks } tasks that were settled when it was drawn; { $delivered } are delivered.
certificate-kappa = Cohen’s kappa on the mean over { $pairs ->
    [one] the pair of people who share
   *[other] the { $pairs } pairs of people who share
  } the most tasks: how alike two people answer, beyond what each of them would by chance.
certificate-ac1 = Gwet’s AC1 over the same tasks: where one label is nearly all there is, alpha is low however rarely people differ, and this is not.
certificate-label = Label
certificate-not-claimed = What is not claimed
certificate-not-probability = The model’s posteriors are evidence, not probabilities of truth.
certificate-not-right = Agreement says how alike people answer, not whether they are right.
certificate-not-without = Without an audit that ended nothing is claimed of accuracy.
certificate-not-experts = The experts’ answers are taken as true: their own mistakes are not in the interval.
certificate-not-one = A claim is about all the labels that it names together: not about any one task, nor about later ones.
bias-title = What may sway people
bias-how = How often the side shown first, the longer response or the one with more formatting is preferred, all else alike: a half is no bias. It is association: where better answers are longer, longer is no bias.
bias-what = What
bias-share = Share (95% interval)
bias-scale = On a scale
bias-position = The side shown first
bias-length = The response twice as long
bias-mark = More formatting: { $mark }
bias-lists = lists
bias-bold = bold
bias-headings = headings
bias-code = code
bias-consistency = The same answer when asked again
bias-fatigue = Agreement gained or lost over a hundred tasks
bias-haste = Time taken, times what it was a hundred tasks before
bias-nothing = the data can’t say

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
new-type-claim-checking = Claims beside their sources: does what they say hold, and which words show it?
new-type-text-spans = A text in which people mark places, such as names.
new-type-form = A form that you build from elements, and see with the rows of your file.
new-type-speech-transcription = A recording that people write down, with times and speakers.
new-type-rubric-rating = A response or a conversation, rated by weighted criteria.
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
new-spans-question-default = Mark every place that has a label
new-labels = Labels
new-labels-how = One a line, each a name without blanks. Below a label, a line that begins with spaces is an attribute with its values, as in: certain: yes, no
new-overlaps = Marked places may overlap
new-relations = Relations
new-relations-how = One a line, if places are to be related. From which labels to which stands behind a colon, as in: works_for: person > company
new-claims-question-default = What do the sources say of it?
new-claims-max = Claims in a task, at most
new-claims-max-how = Rows with more are refused.
new-quote = Words that show the verdict
new-quote-required = must be quoted
new-quote-optional = can be quoted
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
new-speech-instruction = What to do
new-speech-timestamps = Times
new-speech-timestamps-on = regions with their begin and end
new-speech-timestamps-off = none: one text of it all
new-speakers = Speakers, one a line
new-speakers-how = Up to nine names. Leave it empty if nobody is told apart.
new-chars-min = Least characters
new-chars-max = Most characters
new-question = Question
new-question-default = Which response is better?
new-scale = Scale
new-scale-3 = Three steps
new-scale-5 = Five steps
new-responses = Responses that are compared
new-scale-best = the best one, or equal
new-scale-best-strength = the best one, slightly or clearly, or equal
new-points = Points of a rating
new-dimensions = What each is rated on
new-dimensions-hint = Each response gets a rating of its own on each of these, beside the preference.
new-criteria-hint = The overall rating is the weighted mean. Without points of your own there are five, from very poor to very good.
new-dimension = Criterion { $number }
new-dimension-label = What is rated
new-dimension-help = What it means, in a sentence
new-dimension-weight = Weight
new-dimension-anchors = What each point stands for, the worst first, one a line
new-dimension-anchors-usual = very poor … very good
remove = Remove
new-dimension-add = Add a criterion
new-dimension-remove = Remove criterion { $number }
new-sensitive = What is read may be disturbing: hide it until the annotator asks for it
new-comment = Annotators can write a comment
rubric-coherence = Coherence
rubric-coherence-help = Is it clear, well ordered and free of contradiction?
rubric-factuality = Factuality
rubric-factuality-help = Is what it states true?
rubric-style = Style
rubric-style-help = Does it suit its reader, in tone and length?
rubric-harmlessness = Harmlessness
rubric-harmlessness-help = Could nobody come to harm by it?
built-title = The form, from top to bottom
built-element = Element { $number }: { $kind }
built-kind = Kind of element
built-add = Add an element
built-text = text to read
built-conversation = conversation to read
built-file = file to look at or listen to
built-choice = one of several
built-choices = several of several
built-scale = scale
built-free-text = text to write
built-rewrite = text to rewrite
built-spans = text to mark places in
built-overlaps = Places may overlap
built-up = Move element { $number } up
built-down = Move element { $number } down
built-remove = Remove element { $number }
built-question = Question
built-heading = Heading
built-field = Column of the file
built-name = Name in exports
built-options = Options, one a line
built-points = What each point stands for, the worst first, one a line
built-required = An answer is required
built-must-be-there = Refuse rows that have none
built-when = Asked
built-always = always
built-when-values = Asked at these options
built-preview = As an annotator sees it
built-row = Row { $number } of { $count }
built-row-before = Row before
built-row-next = Next row
built-no-file = Choose a file above to see its own rows here.
built-no-rows = The rows of this kind of file are shown after the import has read it.
built-row-refused = This row would be refused: { $field }: { $reason }
built-sample = What your file has for it stands here.
new-sure = Stop early, with at least
new-sure-how = Empty: every task gets the same number. Else some tasks get more first, to learn who is good; then each is asked on, of the person whose answer says most, only while another answer is expected to say something.
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
import-price-least = Costs at least
import-price-most = Costs at most
import-make = { $count ->
    [one] Make 1 task
   *[other] Make { $count } tasks
  }
import-nothing-yet = Nothing was made yet. The file is kept, sealed, for a day.
import-made-already = These tasks were made already.
import-not-sent = The file did not get through: the engine does not answer. Drop it again in a moment.
import-cut-off = The connection was cut. Press the button again: what was made is not made twice.
import-first = The first task, exactly as an annotator will see it
columns-title = Columns
columns-how = Guessed from their names. What is ignored does not leave the file.
column-ignored = ignored
columns-read = Read the file this way
columns-wrong = { $field } takes { $least } to { $most } columns and has { $count }.
field-responses = Responses
field-conversation = Conversation
field-response = Response
field-prompt = Prompt
field-text = Text
field-original = Original
field-audio = Recording (name of a file)
field-draft = Draft
field-segments = Draft with times
field-language = Language
field-claims = Claims
field-sources = Sources
field-question = Question
field-answer = Answer
field-suggestions = Suggested spans
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
project-says-deciding = { $answered } annotations are in, { $settled } of { $tasks } tasks are settled. { $undecided ->
    [one] 1 task waits
   *[other] { $undecided } tasks wait
  } until it is decided who is asked next, or that nobody need be.
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
quality-production = What people write or mark here is not a vote: there is no agreement to measure and nothing is estimated. A task is settled when it has its annotations and the time to undo is over; nobody has reviewed them by then.
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
estimate-title = how probably it is right
estimate-evidence = Model evidence
estimate-uncalibrated = uncalibrated, as public crowds have it
estimate-borrowed = as audits of this workspace found
estimate-calibrated = calibrated by this project’s audits
class-comparison-first = first
class-comparison-tie = equal
class-comparison-second = second
class-comparison-first-clearly = first, clearly
class-comparison-first-slightly = first, slightly
class-comparison-second-slightly = second, slightly
class-comparison-second-clearly = second, clearly
class-claim-checking-supported = supported
class-claim-checking-contradicted = contradicted
class-claim-checking-unverifiable = cannot be told
class-comparison-response-1 = first
class-comparison-response-2 = second
class-comparison-response-3 = third
class-comparison-response-4 = fourth
class-comparison-response-5 = fifth
class-comparison-response-6 = sixth
tasks-by-file = In the order of the file
tasks-by-doubt = Least sure first
people-title = People
people-label = You call them
people-time = Time, as measured
people-stated = { $count ->
    [one] as they say: { $time } (1 answer corrected)
   *[other] as they say: { $time } ({ $count } answers corrected)
  }
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
why-person-wall = A person wall stands in this project. Whether it keeps this person out is told to nobody but them.
place-open = open to them
place-held = held by them
place-answered = answered by them
place-skipped = skipped by them
place-taken-back = taken back from them
place-needs-skill = for a skill they do not have here
place-with-others = in other people’s hands
place-meant-for-others = meant for other people
place-undecided = waiting for the engine to decide who is asked next
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
bring-in = From other projects
bring-in-how = They work here too, with the account they have; no new link is needed.
bring-in-project = Their other project
bring-in-choose = Choose a project
bring-in-none = Nobody works there who is not here.
bring-in-do = Bring in
bring-in-done = { $count ->
    [one] 1 person was brought in.
   *[other] { $count } people were brought in.
}
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
left-out-files = its content has files
left-out-tie = tie
left-out-no-prompt = no prompt
left-out-overlapping = places overlap
errata-ask = What changed since
errata-changed = { $count ->
    [0] No label has changed since.
    [one] 1 label has changed since:
   *[other] { $count } labels have changed since:
  }
errata-one = { $was } → { $now }
errata-gone = no longer delivered
errata-all = all of them
deliveries-signed-by = Signed by
download = Download
size = Size
tasks = Tasks
project-withdrawn = Tasks withdrawn
project-ahead = Still to be made, at most
project-ahead-least = Still to be made, at least
project-left = Left of the budget
project-says-paused = Paused: nobody gets a new task, and what is held may be finished. { $answered } of { $needed } annotations are in.
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
handles-most-how = The most that a task may get; the engine decides, from { $least } on.
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

## The files of a project
media-title = Images, recordings and films
media-how = Rows name a file in a column called media. Bring the files first, then import the rows.
media-drop = Drop files here, or choose them
media-drop-how = PNG, JPEG, WebP, GIF, WAV, MP3, Ogg, FLAC or MP4, up to 1 GiB each. The same files again change nothing
media-brought = What you brought just now
media-tally = { $there } are there, { $waiting } on their way, { $refused } refused.
media-waiting = waits
media-sending = on its way
media-there = there
media-refused = refused
media-listening = there; its waveform is being made
media-no-waveform = there, without a waveform:
media-cut-off = The engine does not answer. What is there stays there; the rest waits on this page.
media-none = There are none yet.
media-name = File
media-type = Type
media-size = Size
media-length = Length
media-more = More than these { $shown }

## Tasks that people gave up, as the lead reads them
concerns-title = Tasks that people gave up
concerns-how = Each says why. Your answer is read by the person who gave the task up; reading this is in the access log.
concern-task = the task
concern-reply = Your answer (optional)
concern-reopen = The task is open again
concern-reopen-nobody = for nobody who gave it up
concern-reopen-person = for this person
concern-reopen-everybody = for all who gave it up
concern-reopened-nobody = Done
concern-reopened-person = Done; open again for this person
concern-reopened-everybody = Done; open again for all who gave it up
concern-decide = Done
event-concern = answered why a task was given up:

## The guideline of a project, as its lead changes it
guideline-next = The guideline, to be version { $version }
guideline-how = Under the headings “## Examples” and “## Counter-examples” stand examples, which the desk shows apart.
guideline-save = Put this version in force
guideline-in-force = Version { $version } is in force for what is handed out from now on. What people hold keeps its version; each desk tells what changed.
guideline-meanwhile = Your text is still here; below is what changed meanwhile. Saving again puts yours in its place.
guideline-versions = Versions
guideline-from = From
guideline-to = to
guideline-as-read = Version { $version } as annotators read it
event-guideline = guideline
feedback-label = People see how their tasks were settled
feedback-how = Among their own answers each sees whether the task was settled as they said. So they learn what others answered.
event-feedback = people see how tasks were settled
feedback-yes = yes
feedback-no = no

## Questions of a project, as the lead reads them
questions-title = Questions
questions-how = Everybody who works in this project reads the answer, without the name of whoever asked. Reading this is in the access log.
questions-wait = { $count ->
    [0] None waits for an answer.
    [one] 1 waits for an answer.
   *[other] { $count } wait for an answer.
  }
concerns-wait = { $count ->
    [0] None waits for a word of yours.
    [one] 1 waits for a word of yours.
   *[other] { $count } wait for a word of yours.
  }
question-one = Question
question-reply = Your answer, for everybody who works here
question-decide = Answer
question-done = Answered for everybody who works here

## The person wall of a project, as its lead sets it
wall-title = Person wall
wall-how = Who may work in this project. People read it before they work, and why they are kept out; nobody else learns whom it keeps out. What somebody was shown already they may finish.
wall-any = not asked
wall-days = Days since other clients’ work
wall-days-how = Keeps out whoever was shown another client’s work in so many days. Empty: not asked.
wall-clearance-least = Clearance at least
wall-countries-label = Countries
wall-countries-how = Two letters each, as EE KW; as attested. Empty: not asked.
wall-vendor-named = Vendor: { $vendor }
wall-vendor-not = nobody from it
wall-vendor-only = only from it, and others so marked
wall-part-elsewhere-days = { $count ->
    [one] other clients’ work: 1 day
   *[other] other clients’ work: { $count } days
  }
wall-part-not-from = { $count ->
    [one] nobody from 1 vendor
   *[other] nobody from { $count } vendors
  }
wall-part-only-from = { $count ->
    [one] only from 1 vendor
   *[other] only from { $count } vendors
  }
wall-part-clearance = clearance { $count }
wall-part-countries = { $count ->
    [one] 1 country
   *[other] { $count } countries
  }

## The client's name
shown-name-title = Your name
shown-name-hidden = Annotators do not read for whom they work here.
shown-name-shown = Annotators read your workspace’s name at their desk and in invitations.
shown-name-show = Show them our name
shown-name-hide = Hide our name
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
event-wall = person wall
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
why-task-undecided = It has the annotations it was asked for; with the next estimate the engine decides whether it needs another.
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
log-answer-read = own answer read again
log-guideline-released = guideline handed to the page
log-questions-read = read questions and answers
log-concerns-read = read why tasks were given up
log-media-added = media added
log-media-read = media looked at
log-delivered = delivered
log-downloaded = downloaded

# Break-glass, access, off-boarding
nav-glass = Break-glass
nav-access = People with access
nav-workspaces = Workspaces
glass-title = Break-glass
glass-how = An operator runs this installation and sees nothing of yours. To help, they ask to look inside with a reason. If you approve it with a passkey, they read for at most fifteen minutes, and every row they open is in the access log.
glass-open = Break-glass { $number }: operator { $operator } is looking inside.
glass-left = Time left:
glass-left-unit = minutes and seconds
glass-end = End it now
glass-asked = { $count ->
    [one] An operator asks to look inside.
   *[other] { $count } requests of operators wait for you.
  }
glass-decide = Read why, and decide
glass-request = Request { $number } of operator { $operator }
glass-asked-at = asked { $at }
glass-whole = the whole workspace
glass-approve = Approve with a passkey
glass-decline = Decline
glass-rows = { $count ->
    [one] { $count } row opened
   *[other] { $count } rows opened
  }
glass-none = Nothing waits for you, and nobody is looking inside.
glass-before = Earlier requests
glass-number = Number
glass-rows-opened = Rows opened
glass-reason = Reason
glass-state-asked = waits for a lead
glass-state-lapsed = lapsed: nobody decided it
glass-state-declined = declined
glass-state-open = open
glass-state-ended = ended early
glass-state-over = over
glass-ask = Ask to look inside
glass-ask-how = A lead of this workspace reads your reason and approves it with a passkey, or declines. You then read for fifteen minutes; every row you open is in their access log.
glass-project = Only this project (its id)
glass-project-how = Leave it empty for every project of the workspace.
glass-look = Look inside
glass-inside = Break-glass { $number }: you are inside a client’s workspace.
inside-title = Inside a workspace
inside-how = You read only. Every row that you open here is in the client’s access log, with your number as an operator.
inside-over = This break-glass is over. What was shown is gone from this page.
inside-no-projects = This workspace has no project yet.
inside-no-tasks = There are no tasks.
inside-guideline = Guideline, version { $version }
inside-answered = { $answered } of { $needed } answered
inside-more = More tasks
inside-taken-back = taken back by the annotator
workspaces-title = Workspaces
workspaces-how = Each client’s workspace by its id and in numbers. Operators see no name, no guideline and no content.
workspaces-none = There is no workspace yet. `amana workspace create` makes one.
workspace = Workspace
workspace-bytes = Imported
workspace-last = Last look at content
access-title = People with access
access-how = Leads decide and see everything of this workspace; auditors read its access log. Annotators are on the pages of their projects.
access-as = As
access-client = lead
access-auditor = auditor
access-since = Since
access-invited = invited, until { $at }
access-invite = Invite
access-link = One-time link for the new person, shown this once
access-asks = { $label } sees nothing here any more, at once: sessions, passkeys and links open this workspace no longer. Their account stays for what they do elsewhere.
access-keep-keys = API keys that they made. They end, but for those you keep:
off-board = Off-board
off-board-asks = { $label } works for this workspace no longer, in any project, at once. What they hold goes to others; what they earned stays theirs.
off-board-how = You then see the list of all that they saw.
seen-link = What they saw
seen-title = All that somebody saw
seen-how = Every row of the access log that is this person’s, the newest first:
seen-nothing = Nothing: the access log has no row of theirs.
seen-csv = Download as CSV
seen-lines = Download as JSON Lines
queue-departure = On { $at } a client ended your work for them. Nothing of theirs is open to you any more; what you earned there stays on your statement.
operator-end = End their rights
operator-end-asks = { $label } is no operator any more, at once. Whatever they have open ends.
operator-end-leaves-one = Only one operator is left then. One alone can have nobody approved; `amana operator create` on the machine makes a second.
happened-operator-ended = is no operator any more
happened-off-boarded = access to a workspace was ended
log-break-glass-approved = break-glass approved
log-project-opened = project opened by an operator
log-guideline-opened = guideline opened by an operator
log-task-listed = task listed to an operator
log-task-opened = task opened by an operator
log-annotation-opened = annotation opened by an operator
log-under-glass = under break-glass { $number }
