"""The units as systemd reads them: whole, and with little left open. No systemd needs to run for that."""

import re
import subprocess

import pytest

from setup import deploy
from setup.deploy import FILES
from tests.deploy.servers import ROOT
from tests.services import systemd

UNITS = sorted(file.name for file in FILES.glob("mitsprache-*.*") if file.suffix in (".service", ".socket", ".timer"))
SERVICES = ("mitsprache-web.service", "mitsprache-jobs.service", "mitsprache-backup.service")
# What systemd's own measure says at most: 10 is a service without any protection.
OPEN = {
    "mitsprache-web.service": 0.5,
    "mitsprache-jobs.service": 0.5,
    "mitsprache-backup.service": 0.5,
    "mitsprache-mail.service": 1.7,  # it has a network
    "mitsprache-doctor.service": 2.0,  # it sees the clock, other processes, and this machine's own network
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """As on a server, but for the folder of the program: systemd wants to see it."""
    folder = tmp_path_factory.mktemp("filled")
    deploy.fill(folder, program=str(ROOT))
    return folder


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


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.endswith(".service")])
def test_little_is_left_open(filled, unit):
    """systemd's own measure."""
    told = analyze("security", "--offline=yes", "--no-pager", filled / unit).stdout
    assert float(re.search(r"Overall exposure level.*: ([\d.]+)", told)[1]) <= OPEN.get(unit, 2.0)


def test_only_the_postman_and_the_doctor_have_a_network(filled):
    out = [unit for unit in OPEN if "PrivateNetwork=yes" not in filled.joinpath(unit).read_text()]
    assert out == ["mitsprache-mail.service", "mitsprache-doctor.service"]
    assert "IPAddressAllow=localhost" in filled.joinpath("mitsprache-doctor.service").read_text()


def test_a_service_without_protection_would_be_noticed(filled, tmp_path):
    """The control."""
    words = filled.joinpath("mitsprache-web.service").read_text()
    bare = tmp_path / "mitsprache-web.service"
    bare.write_text(words.partition("# What this process cannot do")[0])
    told = analyze("security", "--offline=yes", "--no-pager", bare).stdout
    assert float(re.search(r"Overall exposure level.*: ([\d.]+)", told)[1]) > 7


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
