"""The command line. `amana up` runs the engine; the other commands talk to a running one, or check files offline.

A command that asks the engine a question does not load the engine: what is heavy is imported by the command that needs it.
"""

import sys

from cyclopts import App

from amana import __version__
from amana.cli import (
    accounts,
    api_keys,
    audits,
    concerns,
    deliveries,
    doctor,
    duplicates,
    engine,
    exports,
    guidelines,
    handles,
    keys,
    media,
    neutrality,
    off_boarding,
    operators,
    person_walls,
    projects,
    shredding,
    tasks,
    vendors,
    workspaces,
)
from amana.cli import log as access_log
from amana.cli.terminal import err
from amana.model.errors import ToldInWords

cli = App(
    name="amana",
    version=__version__,
    help="""Amana, an open engine for human data.

    Start with `amana up` in one terminal. In another, `amana workspace create "My lab"` prints an API key;
    `export AMANA_KEY=…`, then:

    `amana project create "Debates" --rate-minor 12 --currency EUR` makes a project and prints its id.
    `amana import FILE.jsonl --project ID` shows what the file would become and, with `--yes`, makes the tasks.
    `amana media add PROJECT FILE…` keeps images and recordings that rows refer to by their names.
    `amana project open ID` lets annotators in; `amana invite --project ID --label Noor` prints a one-time link.
    `amana project show ID` tells where it stands; `amana export --project ID --out answers.jsonl` writes what was answered.
    `amana project pause|resume|close|set|history ID`, `amana batch`, `amana people` and `amana task` change a running project.
    `amana audit begin|list|end ID` lets experts judge some labels blindly.
    `amana guideline list|show|diff|change ID` keeps its guideline; `amana questions ID` and `amana concerns ID` answer people.
    `amana duplicates list --project ID` shows which tasks are nearly the same as another, before they are given out.
    `amana deliver --project ID --out FOLDER` freezes what is settled into signed files; `amana verify FOLDER` checks them.
    `amana log export --out log.jsonl` writes who saw what; `amana log verify log.jsonl` checks it.
    `amana shred task|project|workspace` destroys content for good and writes a signed receipt; `amana verify-receipt` checks it.
    `amana workspace freeze` closes all your work to everybody but you; `amana workspace archive -o FILE` carries it away.
    `amana keys backup FILE` copies the keys, without which no backup of the database opens; `amana keys drill` tries a copy.
    `amana doctor` says what is wrong with the installation and what to do about it.
    """,
)
workspace = App(name="workspace", help="Workspaces: one a client. Opened by the operator; frozen, carried away by the client.")
audit = App(name="audit", help="Blind audits by experts: what they find, and what that lets one claim.")
guideline = App(name="guideline", help="Guidelines: their versions, what changed between two, and the next one.")
project = App(name="project", help="Projects: one kind of work, its pay and its rules.")
examining = App(name="doctor", help="Is this installation sound, why does a person get no task, why is a task not settled.")
batch = App(name="batch", help="Batches: what an import became, in which order it is handed out, and taking it back.")
near = App(name="duplicates", help="Near-duplicates: which tasks are nearly the same as another, and withdrawing the copies.")
people = App(name="people", help="Who works in a project: several invitations at once, sending away and letting back in.")
files = App(name="media", help="Media: images, recordings and films that the tasks of a project show.")
task = App(name="task", help="One task: finding it, and giving it to somebody else.")
operator = App(name="operator", help="Operators, who run the installation: the first two are made here, on the machine itself.")
vendor = App(name="vendor", help="Vendors, who supply annotators. For the operator, on the machine itself.")
api_key = App(name="api-key", help="API keys: each for some verbs of some projects, shown once, revoked at once.")
account = App(
    name="account", help="People's accounts: what happened with them, ending sessions. For the operator, on the machine itself."
)
key_store = App(name="keys", help="The key store: backing it up, restoring it, trying a backup, rotating. For the operator.")
shred = App(name="shred", help="Destroying content for good: tasks, a project, the workspace.")
record = App(name="neutrality", help="Who owns the operator, and which clients and vendors are related to it: a signed record.")
log = App(name="log", help="The access log: who was given, shown, answered and exported what.")

cli.command(engine.up)
cli.command(engine.migrate)
cli.command(workspace)
workspace.command(engine.create_workspace, name="create")
workspace.command(workspaces.show)
workspace.command(workspaces.freeze)
workspace.command(workspaces.thaw)
workspace.command(workspaces.archive)
workspace.command(workspaces.verify)
cli.command(project)
project.command(projects.create)
project.command(projects.listing, name="list")
project.command(projects.show)
project.command(projects.let_in, name="open")
project.command(handles.pause)
project.command(handles.resume)
project.command(handles.close)
project.command(handles.set_, name="set")
project.command(handles.history)
project.command(person_walls.wall)
cli.command(audit)
audit.command(audits.begin)
audit.command(audits.listing, name="list")
audit.command(audits.end)
cli.command(guideline)
guideline.command(guidelines.listing, name="list")
guideline.command(guidelines.show)
guideline.command(guidelines.diff)
guideline.command(guidelines.change)
cli.command(concerns.concerns)
cli.command(concerns.questions)
cli.command(batch)
batch.command(handles.batches, name="list")
batch.command(handles.batch_priority, name="priority")
batch.command(handles.batch_needed, name="needed")
batch.command(handles.batch_withdraw, name="withdraw")
cli.command(near)
near.command(duplicates.listing, name="list")
near.command(duplicates.withdraw)
cli.command(people)
people.command(handles.people, name="list")
people.command(handles.invite)
people.command(handles.bring_in)
people.command(handles.end)
people.command(handles.let_back, name="let-back")
people.command(off_boarding.offboard)
cli.command(task)
task.command(handles.find)
task.command(handles.reassign)
cli.command(files)
files.command(media.add)
files.command(media.listing, name="list")
cli.command(tasks.import_file, name="import")
cli.command(projects.invite)
cli.command(tasks.replay)
cli.command(exports.export)
cli.command(deliveries.deliver)
cli.command(deliveries.verify)
cli.command(deliveries.errata)
cli.command(operator)
operator.command(operators.create)
cli.command(vendor)
vendor.command(vendors.create)
cli.command(api_key)
api_key.command(api_keys.make)
api_key.command(api_keys.listing, name="list")
api_key.command(api_keys.revoke)
cli.command(account)
account.command(accounts.events)
account.command(accounts.end)
account.command(vendors.attest)
cli.command(key_store)
key_store.command(keys.backup)
key_store.command(keys.restore)
key_store.command(keys.drill)
key_store.command(keys.rotate)
cli.command(shred)
shred.command(shredding.tasks, name="task")
shred.command(shredding.project)
shred.command(shredding.workspace)
shred.command(shredding.listing, name="list")
cli.command(shredding.verify_receipt)
cli.command(record)
record.command(neutrality.show)
record.command(neutrality.verify)
cli.command(log)
log.command(access_log.export)
log.command(access_log.verify)
cli.command(examining)
examining.default(doctor.examine)
examining.command(doctor.person)
examining.command(doctor.task)


def main() -> None:
    """Run the command; what a person can remedy is told in words, without a traceback."""
    try:
        cli()
    except (ToldInWords, OSError) as error:
        err.print(str(error), style="red")
        sys.exit(1)
