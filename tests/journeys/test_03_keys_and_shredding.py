"""Content lies nowhere in the clear, and what was destroyed stays destroyed whatever old copy is put back: with a real engine."""

import asyncio
import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from amana.model.errors import ContentDestroyed
from amana.outside.blobs import Blobs, Folder
from amana.outside.key_store import FileKeyStore
from amana.outside.postgres.server import DATABASE, Server
from amana.outside.seal import Owner, Seal
from tests.databases import look_past_every_wall
from tests.journeys.engine import Engine, engine_in_a_home, fact
from tests.samples import png, png_text

CANARY = "kanarienvogel"
ITEMS = 1000
PASSPHRASE = "correct horse battery"


@pytest.fixture
def engine() -> Iterator[Engine]:
    with engine_in_a_home() as engine:
        (engine.home / "tmp").mkdir()
        engine.environment["TMPDIR"] = str(engine.home / "tmp")
        engine.environment["AMANA_KEYS_PASSPHRASE"] = PASSPHRASE
        yield engine


def canary(name: str) -> str:
    return f"{CANARY} {name}"


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def project_of_canaries(engine: Engine, key: str, folder: Path) -> str:
    """A thousand tasks, every text of which sings; one of them answered, settled and delivered, with a reason that sings."""
    file, image = folder / f"{CANARY}.jsonl", folder / f"{CANARY}.png"
    image.write_bytes(png(extra=png_text(canary("image").encode())))
    shown = [{"file": image.name, "alt": canary("alt")}]
    rows = (
        {
            "item_id": canary(f"id {n}"),
            "prompt": canary(f"p{n} {uuid4()}"),
            "response_a": canary(f"a{n}"),
            "response_b": f"b{n}",
            "media": shown,
        }
        for n in range(ITEMS)
    )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    new = {
        "name": canary("project"), "purpose": canary("purpose"), "guideline": canary("guideline"), "task_type": "comparison",
        "rate_minor": 12, "currency": "EUR", "annotations_needed": 1, "undo_seconds": 0,
    }  # fmt: skip
    with engine.client() as http:
        project: str = http.post("/api/client/projects", json=new, headers=bearer(key)).json()["project_id"]
        assert image.name in engine.amana("media", "add", project, str(image), key=key)
        engine.amana("import", str(file), "--project", project, "--yes", key=key)
        engine.amana("project", "open", project, key=key)
        link = engine.amana("invite", "--project", project, "--label", canary("label"), key=key)
        secret = next(word for word in link.split() if "link#" in word).partition("#")[2]
        assert http.post("/api/session", json={"link": secret}).status_code == 201
        desk = f"/api/annotator/projects/{project}"
        task, typed, given_up = http.post(f"{desk}/claim", json={"want": 3}).json()
        draft = {
            "assignment_id": typed["assignment_id"],
            "revision": 1,
            "base": 0,
            "device_id": str(uuid4()),
            "answer": {"reason": canary("draft")},
        }
        assert http.post(f"{desk}/draft", json=draft).status_code == 200
        concern = {
            "concern_id": str(uuid4()),
            "assignment_id": given_up["assignment_id"],
            "kind": "not_sure",
            "words": canary("concern"),
        }
        assert http.post(f"{desk}/pass-on", json=concern).status_code == 204
        decision = {"reply": canary("reply"), "reopen": "nobody"}
        decide = f"/api/client/projects/{project}/concerns/{concern['concern_id']}/decide"
        assert http.post(decide, json=decision, headers=bearer(key)).status_code == 204
        assert http.get(task["form"]["media"][0]["path"]).content == image.read_bytes()
        answer = {"preference": 0, "reason": canary("reason")}
        sent = {
            "submit_id": str(uuid4()),
            "assignment_id": task["assignment_id"],
            "revision": 1,
            "answer": answer,
            "active_ms": 5,
        }
        assert http.post(f"{desk}/submit", json=sent).status_code == 200
        while True:
            progress = http.get(f"/api/client/projects/{project}", headers=bearer(key)).json()["progress"]
            if progress["settled"]:
                break
    engine.amana("export", "--project", project, "--out", str(folder / "answers.jsonl"), key=key)
    engine.amana("deliver", "--project", project, "--out", str(folder / "delivered"), key=key)
    return project


def hits(folder: Path) -> list[str]:
    """Files in which a canary sings: as it is, in two bytes a character, in hex, or in base64 at any of its three places."""
    songs = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()]
    songs += [base64.b64encode(b"x" * shift + CANARY.encode())[4:-4] for shift in range(3)]
    found = []
    for path in folder.rglob("*"):
        if CANARY in path.name:
            found.append(str(path))
        if path.is_file() and any(song in path.read_bytes() for song in songs):
            found.append(str(path))
    return found


async def dump(home: Path, file: Path) -> None:
    """Every row of every table as text: in the server's own files long values would be compressed."""
    with Server(home) as server, file.open("w") as out:
        async with look_past_every_wall(server, DATABASE) as superuser:
            tables = await superuser.fetch(
                "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('walled', 'commons', 'machinery')"
            )
            for schema, table in tables:
                for (row,) in await superuser.fetch(f"SELECT t::text FROM {schema}.{table} t"):
                    out.write(row + "\n")


async def bodies(home: Path, project: str) -> tuple[Owner, list[tuple[str, UUID, bytes]]]:
    with Server(home) as server:
        async with look_past_every_wall(server, DATABASE) as superuser:
            workspace = await superuser.fetchval("SELECT workspace_id FROM walled.project WHERE project_id = $1", UUID(project))
            found = []
            for kind, table, key in (
                ("project", "project", "project_id"),
                ("task", "task_content", "task_id"),
                ("annotation", "annotation", "submit_id"),
                ("plan", "import_plan", "plan_id"),
                ("delivery", "delivery", "delivery_id"),
                ("media", "media", "media_id"),
            ):
                rows = await superuser.fetch(f"SELECT {key}, body FROM walled.{table} WHERE project_id = $1", UUID(project))
                found += [(kind, row[0], row[1]) for row in rows]
    return Owner(workspace, UUID(project)), found


def test_a_canary_sings_nowhere(engine: Engine, tmp_path: Path) -> None:
    home = engine.home / "home"
    engine.start()
    assert engine.stop() == 0
    with open(home / "pg" / "data" / "postgresql.auto.conf", "a") as settings:
        settings.write("log_statement = 'all'\n")
    engine.start()
    key = fact(engine.amana("workspace", "create", canary("workspace")), "API key")
    project_of_canaries(engine, key, tmp_path)
    engine.amana("keys", "backup", str(engine.home / "keys.backup"))
    assert engine.stop() == 0
    assert b"dispatch.submit" in (home / "pg" / "server.log").read_bytes()  # statements are logged
    asyncio.run(dump(home, engine.home / "dump.txt"))
    assert (engine.home / "dump.txt").stat().st_size > ITEMS * 100
    [blob] = [path for path in (home / "blobs").rglob("*") if path.is_file()]
    assert blob.stat().st_size > 100
    assert hits(engine.home) == []
    sings = {Path(one).name for one in hits(tmp_path)}
    assert {f"{CANARY}.jsonl", "answers.jsonl", "tasks.jsonl"} <= sings  # it does sing where it may


def test_what_was_destroyed_stays_destroyed_whatever_is_put_back(engine: Engine, tmp_path: Path) -> None:
    home, before = engine.home / "home", engine.home / "before"
    engine.start()
    key = fact(engine.amana("workspace", "create", "Rivendell"), "API key")
    project = project_of_canaries(engine, key, tmp_path)
    file = engine.home / "keys.backup"
    engine.amana("keys", "backup", str(file), "--keep-days", "30")
    assert "bodies open under this backup" in engine.amana("keys", "drill", str(file))
    assert engine.stop() == 0
    subprocess.run(["cp", "-a", str(home), str(before)], check=True)
    owner, sealed = asyncio.run(bodies(home, project))
    assert len(sealed) > ITEMS
    [blob] = [path for path in (home / "blobs").rglob("*") if path.is_file()]

    engine.start()
    receipt = tmp_path / "receipt.json"
    asked = engine.amana("shred", "project", project, "--out", str(receipt), key=key, status=1)
    assert canary("project") in asked
    assert not receipt.exists()
    told = engine.amana("shred", "project", project, "--name", canary("project"), "--out", str(receipt), key=key)
    assert "the last backup of keys lapses on" in told
    with engine.client() as http:
        public_key = http.get("/api").json()["public_key"]
    assert "as it was signed" in engine.amana("verify-receipt", str(receipt), "--key", public_key)
    refuses_everything(engine, key, project)
    assert not blob.exists()
    assert engine.stop() == 0

    # The newest database from before, and the files that tasks show.
    for name in ("pg", "blobs"):
        shutil.rmtree(home / name)
        subprocess.run(["cp", "-a", str(before / name), str(home / name)], check=True)
    assert blob.exists()
    engine.start()
    refuses_everything(engine, key, project)
    assert engine.stop() == 0
    opens_nothing(home, owner, sealed)

    # The keys from before too, beside the list as it is, and the files once more.
    subprocess.run(["cp", "-a", f"{before / 'blobs'}/.", str(home / "blobs")], check=True)
    newest = (home / "keys" / "shreds.jsonl").read_bytes()
    shutil.rmtree(home / "keys")
    subprocess.run(["cp", "-a", str(before / "keys"), str(home / "keys")], check=True)
    (home / "keys" / "shreds.jsonl").write_bytes(newest)
    engine.start()
    refuses_everything(engine, key, project)
    assert engine.stop() == 0
    opens_nothing(home, owner, sealed)

    # The keys from before without the list: the database knows better.
    shutil.rmtree(home / "keys")
    subprocess.run(["cp", "-a", str(before / "keys"), str(home / "keys")], check=True)
    assert "nothing is served" in engine.amana("up", status=1)

    # And the backup of the keys, as it is meant to be restored.
    shutil.rmtree(home / "keys")
    list_file = tmp_path / "shreds.jsonl"
    list_file.write_bytes(newest)
    assert "--shreds" in engine.amana("keys", "restore", str(file), status=1)
    assert "1 entries of the list were destroyed again" in engine.amana("keys", "restore", str(file), "--shreds", str(list_file))
    engine.start()
    refuses_everything(engine, key, project)
    assert "0 do not open" not in engine.amana("keys", "drill", str(file))
    assert engine.stop() == 0
    opens_nothing(home, owner, sealed)


def refuses_everything(engine: Engine, key: str, project: str) -> None:
    with engine.client() as http:
        base = f"/api/client/projects/{project}"
        for path in ("tasks", "annotations", "deliveries"):
            answer = http.get(f"{base}/{path}", headers=bearer(key))
            assert (answer.status_code, answer.json()["code"]) == (410, "content_destroyed"), path
        [file] = http.get(f"{base}/media", headers=bearer(key)).json()["files"]
        assert (file["destroyed"], file["file_name"]) == (True, "")
        answer = http.get(f"/media/client/{project}/{file['media_id']}", headers=bearer(key))
        assert (answer.status_code, answer.json()["code"]) == (410, "content_destroyed")
        for path in ("", "/batches", "/history", "/people"):
            answer = http.get(f"{base}{path}", headers=bearer(key))
            assert answer.status_code == 200, path
            assert canary("label") in answer.text or CANARY not in answer.text, path
    assert "Traceback" not in engine.log(), engine.log()


async def first_byte(blobs: Blobs, owner: Owner, name: UUID) -> bytes:
    return await anext(blobs.read(owner, name, 1, 0, 1))


def opens_nothing(home: Path, owner: Owner, sealed: list[tuple[str, UUID, bytes]]) -> None:
    seal = Seal(FileKeyStore(home))
    for path in (home / "blobs").rglob("*"):
        if path.is_file():
            with pytest.raises(ContentDestroyed):
                asyncio.run(first_byte(Blobs(Folder(home / "blobs"), seal), owner, UUID(path.name)))
    for kind, row_id, body in sealed:
        with pytest.raises(ContentDestroyed):
            seal.open(kind, owner, row_id, body)  # type: ignore[arg-type]
