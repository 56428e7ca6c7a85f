"""Reports as documents are verified like the JSON in them; signatures and redaction."""

from __future__ import annotations

import json
import zipfile

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from fairuse.receipt.saved import load_report
from fairuse.scenario.file import load_scenario, parse_scenario
from fairuse.scenario.redact import REDACTED, redacted

DOCUMENTS = ("html", "docx", "pdf")
PEM = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
SSH = (serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)


@pytest.fixture
def key(tmp_path):
    """A private key that is the same in every run, and beside it the public one."""
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    (tmp_path / "firm.pem").write_bytes(private.private_bytes(*PEM))
    (tmp_path / "firm.pub").write_bytes(private.public_key().public_bytes(*SSH))
    return tmp_path / "firm.pem"


@pytest.fixture
def made(fairuse, scenarios, tmp_path):
    """Make a report in a format: ``made("pdf", "--redact")``."""

    def make(form, *words, name="novel"):
        path = tmp_path / f"report.{form}"
        ran = fairuse("assess", scenarios / f"{name}.yaml", "--as-of", "2020-01-01", "-o", path, *words)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        return path

    return make


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_is_verified_with_its_text(form, made, fairuse):
    ran = fairuse("verify", made(form, "--depth", "full"))
    assert ran.code == 0
    assert "holds: every field comes out the same again" in ran.out
    assert "the document shows what its data say, word for word" in ran.out


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_document_is_read_where_json_is(form, made, fairuse):
    ran = fairuse("compare", made(form), made("json"))
    assert ran.code == 0
    assert load_report(made(form)) == load_report(made("json"))


def test_text_that_was_changed_does_not_hold_though_the_data_do(made, fairuse):
    page = made("html")
    page.write_text(page.read_text().replace("not legal advice", "legal advice", 1))
    ran = fairuse("verify", page)
    assert ran.code == 1
    assert "does not hold: its data come out the same again" in ran.out
    page = made("html")
    page.write_text(page.read_text().replace("</html>", "<p>Permitted.</p></html>"))
    assert fairuse("verify", page).code == 1


def test_a_word_document_that_was_changed_does_not_hold(made, fairuse):
    path = made("docx")
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            own = name == "word/document.xml"
            new.writestr(name, data.replace(b"not legal advice", b"legal advice") if own else data)
    ran = fairuse("verify", path)
    assert ran.code == 1
    assert "the document does not show what its data say" in ran.out


@pytest.mark.parametrize(
    ("form", "data", "message"),
    [
        ("html", b"<html></html>", "this html file carries no report"),
        ("docx", b"PK but no zip", "this begins like a docx file, but is broken"),
        ("pdf", b"%PDF-1.7 but no more", "this begins like a pdf file, but is broken"),
    ],
)
def test_a_file_that_carries_nothing_is_said(form, data, message, fairuse, tmp_path):
    (tmp_path / f"other.{form}").write_bytes(data)
    ran = fairuse("verify", tmp_path / f"other.{form}")
    assert ran.code == 2
    assert message in ran.err


@pytest.mark.parametrize("form", ["json", *DOCUMENTS])
def test_a_signature_is_checked_in_every_form(form, key, made, fairuse):
    signed = made(form, "--sign", key)
    ran = fairuse("verify", signed, "--key", key.with_suffix(".pub"))
    assert ran.code == 0
    assert "signed with the key 56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c" in ran.out


def test_a_change_after_the_signature_is_found(key, made, fairuse):
    path = made("json", "--sign", key)
    raw = json.loads(path.read_text())
    raw["scenario"]["title"] = "Another"
    path.write_text(json.dumps(raw))
    ran = fairuse("verify", path)
    assert ran.code == 1
    assert "its signature is not that of this report" in ran.out
    raw["signature"] = {"public_key": 1}
    path.write_text(json.dumps(raw))
    assert "its signature is not that of this report" in fairuse("verify", path).out


def test_a_layout_of_its_own_does_not_undo_a_signature(key, made, fairuse):
    path = made("json", "--sign", key)
    path.write_text(json.dumps(json.loads(path.read_text()), sort_keys=True))
    assert fairuse("verify", path, "--key", key).code == 0


def test_a_report_of_another_signer_or_of_none_fails_the_key(key, made, fairuse, tmp_path):
    other = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(*PEM)
    (tmp_path / "other.pem").write_bytes(other)
    for words in (("--sign", tmp_path / "other.pem"), ()):
        ran = fairuse("verify", made("json", *words), "--key", key.with_suffix(".pub"))
        assert ran.code == 1
        assert "it is not signed with the key in" in ran.out


def test_a_key_that_cannot_sign_is_said(fairuse, scenarios, tmp_path):
    curve = ec.generate_private_key(ec.SECP256R1())
    locked = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    (tmp_path / "curve.pem").write_bytes(curve.private_bytes(*PEM))
    (tmp_path / "locked.pem").write_bytes(
        locked.private_bytes(*PEM[:2], serialization.BestAvailableEncryption(b"secret"))
    )
    (tmp_path / "text.pem").write_text("no key")
    for name, message in (
        ("curve", "another kind"),
        ("locked", "locked by a password"),
        ("text", "no private key can be read"),
        ("missing", "cannot be read"),
    ):
        path = tmp_path / f"{name}.pem"
        ran = fairuse("assess", scenarios / "novel.yaml", "-f", "json", "--sign", path)
        assert (ran.code, ran.out) == (2, "")
        assert f"{path}: error " in ran.err
        assert message in ran.err


def test_what_is_not_verified_is_not_signed(key, fairuse, scenarios):
    ran = fairuse("assess", scenarios / "novel.yaml", "--sign", key)
    assert ran.code == 2
    assert "--sign: error a report as terminal is not verified" in ran.err


STORY = b"""
title: SECRET title
description: SECRET story
as_of: 2020-01-01
held: {xx.purpose: {value: favors, by: SECRET, because: SECRET}}
works:
  SECRET-works: {title: SECRET}
  SECRET-again: {same_as: SECRET-works}
acts:
  - act: training
    id: SECRET-act
    title: SECRET
    by: SECRET
    works: [SECRET-works, SECRET-again]
    facts:
      use.purpose: {value: further, known: documented, note: SECRET, quote: SECRET}
"""


def test_what_people_wrote_is_left_out_everywhere(fairuse, kb, tmp_path):
    (tmp_path / "story.yaml").write_bytes(STORY)
    for form in ("json", *DOCUMENTS, "md", "txt"):
        path = tmp_path / f"r.{form}"
        assert fairuse("assess", tmp_path / "story.yaml", "--redact", "--depth", "full", "-o", path).code == 0
        data = path.read_bytes()
        if form == "docx":
            parts = zipfile.ZipFile(path)
            data = b"".join(parts.read(name) for name in parts.namelist())
        assert b"SECRET" not in data, form
    ran = fairuse("verify", tmp_path / "r.pdf")
    assert ran.code == 0
    assert "Redacted: " in ran.out
    assert "What was checked is what is left" in ran.out
    assert REDACTED in load_report(tmp_path / "r.json").scenario.description


def test_redacted_or_not_the_answers_are_the_same(fairuse, kb, scenarios, tmp_path):
    from fairuse.answer.assess import assess_alone  # noqa: PLC0415

    for told in (load_scenario(scenarios / "novel.yaml", kb), parse_scenario(STORY, kb, name="s")):
        whole, rest = (assess_alone(s, kb, as_of="2020-01-01") for s in (told, redacted(told)))
        assert [(u.act, u.standing, u.range) for u in whole.uses] == [(u.act, u.standing, u.range) for u in rest.uses]
        assert [f.known for u in whole.uses for f in u.facts] == [f.known for u in rest.uses for f in u.facts]
