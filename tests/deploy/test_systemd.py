"""The units as systemd reads them: whole, and with little left open. No systemd needs to run for that."""

import re
import subprocess

import pytest

from tests.deploy.servers import place
from tests.services import systemd

UNITS = (
    "mitsprache-web.service",
    "mitsprache-web.socket",
    "mitsprache-jobs.service",
    "mitsprache-mail.service",
    "mitsprache-backup.service",
    "mitsprache-backup.timer",
)
SERVICES = ("mitsprache-web.service", "mitsprache-jobs.service", "mitsprache-backup.service")


@pytest.fixture(scope="module")
def filled():
    with place() as servers:
        yield servers.fill()


def analyze(*arguments):
    return subprocess.run([systemd.analyze(), *arguments], capture_output=True, text=True, check=False)


def test_systemd_understands_every_unit(filled):
    told = analyze("verify", "--man=no", *(filled / unit for unit in UNITS))
    assert [line for line in told.stderr.splitlines() if "mitsprache" in line] == []


def test_a_unit_with_a_mistake_is_noticed(filled, tmp_path):
    """The control."""
    words = filled.joinpath("mitsprache-web.service").read_text().replace("PrivateTmp=yes", "PrivatTmp=yes")
    spoilt = tmp_path / "mitsprache-spoilt.service"
    spoilt.write_text(words.replace("mitsprache-web.socket", "sockets.target"))
    assert "PrivatTmp" in analyze("verify", "--man=no", spoilt).stderr


@pytest.mark.parametrize("unit", SERVICES)
def test_little_is_left_open(filled, unit):
    """systemd's own measure: 10 is a service without any protection."""
    told = analyze("security", "--offline=yes", "--no-pager", filled / unit).stdout
    assert float(re.search(r"Overall exposure level.*: ([\d.]+)", told)[1]) <= 1.0


def test_the_postman_has_a_network_and_little_else(filled):
    told = analyze("security", "--offline=yes", "--no-pager", filled / "mitsprache-mail.service").stdout
    assert float(re.search(r"Overall exposure level.*: ([\d.]+)", told)[1]) <= 2.0
    words = filled.joinpath("mitsprache-mail.service").read_text()
    assert "PrivateNetwork" not in words


@pytest.mark.parametrize("unit", SERVICES)
@pytest.mark.parametrize(
    "setting",
    ["LimitCORE=0", "MemorySwapMax=0", "PrivateTmp=yes", "PrivateNetwork=yes", "StandardError=journal", "UMask=0077"],
)
def test_a_unit_has_the_setting(filled, unit, setting):
    assert setting in filled.joinpath(unit).read_text().splitlines()


def test_web_and_jobs_are_different_users_with_folders_of_their_own(filled):
    units = [
        dict(re.findall(r"^(User|StateDirectory)=(.*)$", (filled / unit).read_text(), re.MULTILINE))
        for unit in SERVICES[:2]
    ]
    assert {unit["StateDirectory"] for unit in units} == {"mitsprache-web", "mitsprache"}


def test_the_journal_forgets_within_a_week(filled):
    lines = filled.joinpath("journald.conf").read_text().splitlines()
    assert {"[Journal]", "MaxRetentionSec=7day", "ForwardToSyslog=no"} <= set(lines)
