"""Marks come home whole, in any case of letters; a forged one is worth nothing."""

import pytest

from otklik.channels.kinds.email import tokens

KEY = "the-key-of-this-installation"


def test_a_reply_address_tells_its_ticket_and_survives_a_change_of_case():
    address = tokens.reply_address("support@nord.example", 42, key=KEY)
    assert tokens.ticket_of_address(address, key=KEY) == 42
    assert tokens.ticket_of_address(address.upper(), key=KEY) == 42
    assert tokens.without_suffix(address.upper()) == "support@nord.example"


def test_the_local_part_is_as_short_as_mail_allows():
    address = tokens.reply_address("support@nord.example", 10**12, key=KEY)
    assert len(address.split("@")[0]) <= 64


@pytest.mark.parametrize(
    "forged",
    [
        "support@nord.example",
        "support+t42@nord.example",
        "support+t42.aaaaaaaaaaaaaaaa@nord.example",
        "support+t042.aaaaaaaaaaaaaaaa@nord.example",
        "",
    ],
)
def test_a_forged_address_tells_nothing(forged):
    assert tokens.ticket_of_address(forged, key=KEY) is None


def test_a_signature_is_for_one_ticket_one_purpose_and_one_installation():
    address = tokens.reply_address("support@nord.example", 42, key=KEY)
    assert tokens.ticket_of_address(address.replace("t42", "t43"), key=KEY) is None
    assert tokens.message_of_address(address.replace("+t", "+b"), key=KEY) is None
    assert tokens.ticket_of_address(address, key="another") is None


def test_a_bounce_address_tells_its_message():
    assert tokens.message_of_address(tokens.bounce_address("support@nord.example", 981, key=KEY), key=KEY) == 981


def test_our_message_ids_are_new_each_time_and_tell_their_ticket():
    one, two = (tokens.message_id(42, "nord.example", key=KEY) for _ in range(2))
    assert one != two
    assert (tokens.ticket_of_message_id(one, key=KEY), tokens.ticket_of_message_id(f"<{two}>", key=KEY)) == (42, 42)
    assert tokens.ticket_of_message_id(one.replace("t42", "t43"), key=KEY) is None


def test_the_quiet_tag_is_found_in_a_quotation_and_so_is_a_quoted_address():
    tag, address = tokens.quiet_tag(42, key=KEY), tokens.reply_address("support@nord.example", 7, key=KEY)
    text = f"Спасибо\n\n> 24.11.2026, Борис <{address}>:\n> Починили.\n> {tag}\n> t43.{tag.split('.')[1]}"
    assert tokens.tickets_of_text(text, key=KEY) == (7, 42)
