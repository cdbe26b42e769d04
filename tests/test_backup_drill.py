"""The drill: a backup made amid writing, damage, and the way back on another server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from config.launch import database, ports
from config.launch.instance import ROOT, Instance
from tests import databases
from tests.waiting import until

pytestmark = pytest.mark.long
FOREIGN = ("LLAJTA_DATABASE_URL", "LLAJTA_HOST", "LLAJTA_HOSTS", "LLAJTA_SECRET_KEY")
KEY = {"LLAJTA_BACKUP_KEY": "correct horse battery"}
WRITER = """
import os, select, sys
import django
django.setup()
from apps.documents.models import Attachment
from apps.treasury.tests.making import charge, make_concept, make_party, make_price, pay
from geo.store import store
price = make_price("10.00", concept=make_concept("drill"))
while not select.select([sys.stdin], [], [], 0)[0]:
    digest = store().put(os.urandom(4000))
    told = {"about_kind": "drill", "about_id": "1", "name": "x.pdf", "by": "drill"}
    Attachment.objects.create(
        sha256=digest, received_sha256=digest, size=4000, media_type="a/b", **told
    )
    debtor = make_party()
    charge(price, debtor, 3)
    pay(debtor, "12.50", key=os.urandom(8).hex())
    print("written", flush=True)
"""


@dataclass
class Town:
    """An instance with the launcher that works on it."""

    instance: Instance
    env: dict[str, str] = field(default_factory=dict)

    @property
    def var(self) -> Path:
        return self.instance.var

    def command(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        own = {"LLAJTA_VAR": str(self.var), "LLAJTA_DEMO": "0", "LLAJTA_LANG": "en"}
        return {**kept, **own, **KEY, **self.env, **more}

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # our own launcher, in a group that is killed as a whole
            [str(ROOT / "llajta"), *words],
            env=self.command(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def llajta(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [str(ROOT / "llajta"), *words]
        return subprocess.run(
            command, env=self.command(**more), capture_output=True, text=True
        )


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town on a server of others, with money, water and papers."""
    if not (ROOT / ".venv/llajta.json").exists():
        pytest.skip("needs the environment that ./llajta test makes")
    name = f"llajta_drill_{uuid.uuid4().hex[:8]}"
    with databases.copied(databases.town_template(), name):
        var = tmp_path_factory.mktemp("here") / "var"
        yield Town(Instance(var=var), {"LLAJTA_DATABASE_URL": databases.address(name)})


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Iterator[Town]:
    """What was an empty folder on another machine, with a server of its own."""
    town = Town(Instance(var=tmp_path_factory.mktemp("there") / "otra máquina"))
    done = town.llajta("restore", str(kept), "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Ledger, history and files are as they should be" in done.stdout
    yield town
    town.llajta("down")
    for cluster in database.made_clusters(town.instance):
        cluster.stop()
        database.delete(cluster)
    shutil.rmtree(town.var, ignore_errors=True)


@contextmanager
def writing(town: Town) -> Iterator[None]:
    """Somebody attaches papers and pays, from before the block until after it."""
    env = {**os.environ, **town.command(), "LLAJTA_SECRET_KEY": "x"}
    env |= {"LLAJTA_HOSTS": "localhost", "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen(  # our own acts on a database of our own
        [sys.executable, "-c", WRITER],
        env=env,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    reading = threading.Thread(target=process.stdout.read)
    reading.start()
    yield
    process.communicate("enough\n")
    reading.join()
    assert process.returncode == 0


def value(url: str, query: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


@contextmanager
def opened(town: Town) -> Iterator[str]:
    """The private database of the town, up for as long as the block lasts."""
    cluster = database.private_cluster(town.instance)
    cluster.start()
    try:
        yield cluster.url(database.NAME)
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def kept(here: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that was made while people wrote."""
    folder = tmp_path_factory.mktemp("kept")
    with writing(here):
        done = here.llajta("backup", str(folder), "--keep", "2")
    assert done.returncode == 0, done.stderr
    (file,) = folder.iterdir()
    return file


PAPERS = "SELECT count(*) FROM documents_attachment WHERE about_kind = 'drill'"
PAID = "SELECT count(*) FROM treasury_payment"


@pytest.mark.bar("R70")
def test_a_backup_made_amid_writing_brings_the_town_back_on_another_server(
    here: Town, there: Town
) -> None:
    with opened(there) as url:
        papers, paid = value(url, PAPERS), value(url, PAID)
    source = here.env["LLAJTA_DATABASE_URL"]
    assert 0 < papers <= value(source, PAPERS)
    assert 0 < paid <= value(source, PAID)
    secret = (here.var / "secret_key").read_text()
    assert (there.var / "secret_key").read_text() == secret
    assert answers(there) == {"/": 200, "/espacios/": 200, ITEMS: 200, "/entrar/": 200}


ITEMS = "/ogc/collections/otbs/items?limit=1&f=json"


def answers(town: Town) -> Mapping[str, int]:
    """What pages answer once the town is up; readers' roles among them."""
    up = town.llajta("up", "--detach", LLAJTA_PORT=str(ports.any_free_port()))
    assert up.returncode == 0, up.stdout + up.stderr
    assert "There is no backup yet" in up.stdout
    site = town.llajta("url").stdout.strip().rstrip("/")
    try:
        found = {}
        for path in ("/", "/espacios/", ITEMS, "/entrar/"):
            with urllib.request.urlopen(site + path, timeout=60) as answer:
                found[path] = answer.status
        refused = town.llajta("restore", "/etc/hostname", "--yes")
        assert "The site is up" in refused.stderr
        return found
    finally:
        assert town.llajta("down").returncode == 0


def damage(there: Town) -> None:
    """Drop a table, lose one paper and spoil another."""
    with opened(there) as url, psycopg.connect(url) as connection:
        connection.execute("DROP TABLE water_reading CASCADE")
        connection.execute("CREATE TABLE since_then (n int)")
    lost, spoiled, *_rest = sorted((there.var / "files").rglob("[0-9a-f]" * 64))
    lost.unlink()
    spoiled.unlink()
    spoiled.write_bytes(b"something else")


@pytest.mark.bar("R70")
def test_damage_is_undone_and_nobody_comes_between(there: Town, kept: Path) -> None:
    damage(there)
    assert there.llajta("manage", "check_files").returncode == 1
    first = there.start("restore", str(kept), "--yes")
    until((there.var / "restoring/journal.json").exists, seconds=120)
    second = there.llajta("restore", str(kept), "--yes")
    beside = there.llajta("manage", "check")
    assert first.wait() == 0
    assert "another ./llajta is at work" in second.stderr
    assert "under way" in beside.stderr
    assert there.llajta("manage", "check_files").returncode == 0
    with opened(there) as url:
        assert value(url, "SELECT count(*) FROM water_reading") > 0
        assert value(url, "SELECT count(*) FROM pg_database WHERE datname ~ 'llajta_'") == 0


@pytest.fixture
def marked(there: Town) -> Iterator[None]:
    """The town is the very one that was there before, whatever is tried."""
    with opened(there) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS this_very_one (n int)")
    yield
    with opened(there) as url:
        assert value(url, "SELECT count(*) FROM this_very_one") == 0
        assert value(url, "SELECT count(*) FROM pg_database WHERE datname ~ 'llajta_'") == 0
    assert not (there.var / "restoring").exists()


@pytest.mark.bar("R70")
@pytest.mark.usefixtures("marked")
def test_what_is_damaged_cut_short_or_sealed_otherwise_touches_nothing(
    there: Town, kept: Path, tmp_path: Path
) -> None:
    whole = kept.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    (tmp_path / "flipped").write_bytes(flipped)
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "else").write_bytes(b"x" * 1000)
    for name in ("flipped", "cut", "else"):
        done = there.llajta("restore", str(tmp_path / name), "--yes")
        assert done.returncode == 1
        assert "is no whole backup" in done.stderr
    wrong = {"LLAJTA_BACKUP_KEY": "incorrect horse battery"}
    assert "does not open" in there.llajta("restore", str(kept), "--yes", **wrong).stderr
    assert "Use restore --yes" in there.llajta("restore", str(kept)).stderr


@pytest.mark.bar("R70")
@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("step", ["restore.said", "restore-migrate.log"])
def test_one_killed_in_the_middle_leaves_the_old_town_at_work(
    there: Town, kept: Path, step: str
) -> None:
    log = there.var / "logs" / step
    log.unlink(missing_ok=True)
    restoring = there.start("restore", str(kept), "--yes")
    until(log.exists, seconds=240)
    os.killpg(restoring.pid, signal.SIGKILL)
    restoring.wait()
    assert (there.var / "restoring").exists()
    done = there.llajta("manage", "check_ledger")
    assert done.returncode == 0, done.stderr
    assert "taken back" in done.stdout


@pytest.mark.bar("R70")
def test_a_backup_of_older_code_is_brought_forward_and_one_of_newer_refused(
    here: Town, there: Town, tmp_path: Path
) -> None:
    for words in (["sync_sql", "--drop"], ["migrate", "festivals", "0006"]):
        done = here.llajta("manage", *words)
        assert done.returncode == 0, done.stderr
    older = tmp_path / "older.zip"
    assert here.llajta("backup", str(older), "--plain").returncode == 0
    assert there.llajta("restore", str(older), "--yes").returncode == 0
    assert there.llajta("manage", "migrate", "--check").returncode == 0

    with psycopg.connect(here.env["LLAJTA_DATABASE_URL"]) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('water', '9999_of_tomorrow', now())"
        )
    newer = tmp_path / "newer.zip"
    assert here.llajta("backup", str(newer), "--plain").returncode == 0
    done = there.llajta("restore", str(newer), "--yes")
    assert done.returncode == 1
    assert "9999_of_tomorrow" in done.stderr
