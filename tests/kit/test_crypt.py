"""Small secrets at rest."""

import pytest

from otklik.kit import crypt


def test_a_secret_opens_with_its_key_only():
    sealed = crypt.seal("пароль", key="one")
    assert ("пароль" in sealed, crypt.unseal(sealed, key="one")) == (False, "пароль")
    for text, key in ((sealed, "two"), (sealed[:-4], "one"), ("nonsense", "one"), ("ё", "one")):
        with pytest.raises(crypt.Unreadable):
            crypt.unseal(text, key=key)


def test_the_same_secret_is_sealed_differently_each_time():
    assert crypt.seal("x", key="one") != crypt.seal("x", key="one")
