"""What lies in deploy/ reaches its place on a Debian, and the logs there end within a week."""

import os
import re
import subprocess

import pytest

from setup import deploy
from tests.deploy.servers import place
from tests.deploy.visitor import Browser
from tests.services import logrotate

NOT_INSTALLED = {"install", "packages.txt"}


def installed(folder, **values):
    """A machine's folders after `make deploy` and `install`: path below the root -> words."""
    deploy.fill(folder / "filled", **values)
    subprocess.run(["sh", folder / "filled" / "install", folder / "root"], check=True, capture_output=True)
    files = [file for file in (folder / "root").rglob("*") if file.is_file()]
    return {str(file.relative_to(folder / "root")): file.read_text() for file in files}


def test_every_file_finds_its_place(tmp_path):
    there = set(installed(tmp_path).values())
    filled = [file for file in (tmp_path / "filled").iterdir() if file.name not in NOT_INSTALLED]
    assert len(filled) > 15
    assert [file.name for file in filled if file.read_text() not in there] == []
    for program in ("usr/local/bin/mitsprache", "usr/local/sbin/mitsprache-upgrade"):
        assert os.access(tmp_path / "root" / program, os.X_OK)


def test_settings_that_are_there_stay_when_it_is_repeated(tmp_path):
    installed(tmp_path)
    (tmp_path / "root/etc/mitsprache.env").write_text("MINE=1\n")
    assert installed(tmp_path)["etc/mitsprache.env"] == "MINE=1\n"


def test_the_small_way_has_one_user_one_folder_and_no_postgresql(tmp_path):
    files = installed(tmp_path, database="sqlite")
    assert not [path for path in files if "postgresql" in path]
    lines = files["etc/mitsprache.env"].splitlines()
    assert 'MITSPRACHE_DATABASE="sqlite:////var/lib/mitsprache/mitsprache.db"' in lines
    for unit in ("web", "jobs", "mail"):
        words = files[f"etc/systemd/system/mitsprache-{unit}.service"]
        assert re.findall(r"^(?:User|StateDirectory)=(.*)$", words, re.MULTILINE) == ["mitsprache"] * 2
        assert "MITSPRACHE_INSTANCE=/var/lib/mitsprache " in words


def test_a_way_nobody_knows_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="choose tls or proxy"):
        deploy.fill(tmp_path, entrance="window")


def test_debian_has_every_package():
    names = (deploy.FILES / "packages.txt").read_text().split()
    known = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", *names], capture_output=True, text=True, check=False
    )
    assert set(re.findall(r"^Package: (.+)$", known.stdout, re.MULTILINE)) == set(names)


def test_the_log_of_nginx_is_begun_anew_and_old_ones_go():
    with place() as servers:
        servers.nginx()
        log = servers.logs / "nginx-error.log"
        log.write_text("something about nginx itself\n")
        for number in range(1, 9):
            (servers.logs / f"{log.name}.{number}").write_text("older")
        filled = servers.folder / "etc" / "logrotate-nginx"
        filled.chmod(0o644)
        rotate = [logrotate.executable(), "--force", "--state", servers.folder / "state" / "rotated", filled]
        told = subprocess.run(rotate, capture_output=True, text=True, check=False)
        assert (told.returncode, told.stderr) == (0, "")
        assert (servers.logs / f"{log.name}.1").read_text() == "something about nginx itself\n"
        assert max(file.name for file in servers.logs.glob(f"{log.name}.*")) == f"{log.name}.7"
        assert Browser(servers.port).get("/static/mitsprache.css").status_code == 200
