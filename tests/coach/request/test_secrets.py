"""Secrets in a text: what is one, where exactly, and what only looks like one."""

import time

import pytest

from otklik.coach.request.mtr import judge
from otklik.coach.request.secrets import find


def found(text):
    return [(each.kind, text[each.start : each.end]) for each in find(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Пароль от почты такой — Zx81!kotik, попробуйте", "Zx81!kotik"),
        ("логин/пароль root / qwerty", "qwerty"),
        ("Пароль:\nkotik2015\nЛогин:\nlena", "kotik2015"),
        ("пароль: солнышко", "солнышко"),
        ("parol: zima2020 login: marina", "zima2020"),
        ("поменяли пароль на Vesna2026!", "Vesna2026!"),
        ("define('DB_PASSWORD', 'a\"b c');", 'a"b c'),
        ("postgres://app:s3cr:t@db/app", "s3cr:t"),
        ("my password is Tr0ub4dor, it stopped working", "Tr0ub4dor"),
        ("| логин | пароль |\n|---|---|\n| shop | Kx99lmn |", "Kx99lmn"),
    ],
)
def test_a_password_is_found_to_the_character(text, value):
    assert found(text) == [("password", value)]


@pytest.mark.parametrize(
    "text",
    [
        "Забыл пароль, письмо не приходит", "Пароль: ******", "пароль <пароль>", "DB_PASSWORD=${DB_PASS}", "password: your_password",
        "Failed password for root from 1.2.3.4 port 51234 ssh2", "заказ 4276380012345678", "р/с 40702810400000012345",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "пароль от vds-48213 не приходил", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGq1v7tF3Z8",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
    ],
)  # fmt: skip
def test_what_is_no_secret(text):
    assert found(text) == []


def test_a_private_key_is_one_block_even_when_its_end_is_missing():
    body = "MIIEpAIBAAKCAQEA3x9Zq0Yl2vT7bJ8nKc5dQw1rE6uHf4gP\n" * 2
    whole = f"-----BEGIN RSA PRIVATE KEY-----\n{body}-----END RSA PRIVATE KEY-----"
    cut = f"-----BEGIN RSA PRIVATE KEY-----\n{body}".rstrip()
    assert found(f"ключ:\n{whole}\nспасибо") == [("private-key", whole)]
    assert found(f"ключ:\n{cut}\n\nспасибо вам") == [("private-key", cut)]


@pytest.mark.parametrize("number", ["2200 0000 0000 0004", "2200-0000-0000-0004", "2200000000000004"])
def test_a_card_is_found_however_it_is_spaced_and_so_is_its_code(number):
    assert found(f"карта {number}, cvv 123") == [("card", number), ("card", "123")]
    assert found(f"карта {number[:-1]}5") == []


@pytest.mark.parametrize(
    "unit",
    [
        "пароль ", "-----BEGIN RSA PRIVATE KEY-----\n", "логин/пароль", "a@", "key=", "eyJaaaaaa.", '"hubs"', "<MTR >", "1.|-- ", "4111 ",
        "Host\t%\tSent\tRecv\n", "{", "пароль:\n", "curl -u ", "\t", "mysql -p",
    ],
)  # fmt: skip
def test_a_megabyte_of_malice_takes_seconds_at_most(unit):
    text = unit * (1_000_000 // len(unit))
    begin = time.process_time()
    find(text)
    judge(text)
    assert time.process_time() - begin < 8
