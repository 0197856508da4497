"""Access tokens from a provider over real HTTP."""

import pytest

from otklik.channels.kinds.email import oauth
from tests.peers import tokens


@pytest.fixture
def provider():
    with tokens.provider() as running:
        yield running


def made(provider, **words):
    """Tokens with a grant, and the list of grants that were kept."""
    given = {"token_url": provider.url, "client_id": "otklik", "refresh_token": "refresh-1", **words}
    kept = [oauth.Grant(**given)]
    return oauth.Tokens(lambda: kept[-1], kept.append), kept


def test_one_token_is_asked_for_and_used_until_it_ends(provider):
    owned, _ = made(provider, scope="mail")
    assert [owned(), owned(), owned(fresh=True)] == ["access-1", "access-1", "access-2"]
    assert provider.asked[0] == {
        "grant_type": "refresh_token", "client_id": "otklik", "refresh_token": "refresh-1", "scope": "mail",
    }  # fmt: skip


def test_a_refresh_token_that_changes_is_kept(provider):
    provider.rotates = True
    owned, kept = made(provider)
    owned()
    owned(fresh=True)
    assert [each.refresh_token for each in kept] == ["refresh-1", "refresh-2", "refresh-3"]


def test_an_application_is_let_in_by_its_own_secret(provider):
    owned, _ = made(provider, refresh_token="", client_secret="secret")
    assert owned() == "access-1"
    assert provider.asked == [{"grant_type": "client_credentials", "client_id": "otklik", "client_secret": "secret"}]


@pytest.mark.parametrize(("status", "is_final"), [(200, True), (503, False), (429, False)])
def test_no_token_says_whether_a_person_must_help(provider, status, is_final):
    provider.refresh, provider.status = "another", status
    owned, _ = made(provider)
    with pytest.raises(oauth.NoToken) as none:
        owned()
    assert none.value.is_final is is_final


def test_a_provider_that_is_away_is_no_end(provider):
    owned, _ = made(provider, token_url="http://127.0.0.1:9/token")
    with pytest.raises(oauth.NoToken) as none:
        owned()
    assert none.value.is_final is False


def test_known_providers_need_no_address():
    grant = oauth.read('{"provider": "google", "client_id": "a", "refresh_token": "b"}')
    assert grant.token_url == "https://oauth2.googleapis.com/token"
    assert oauth.read(grant.as_json()) == grant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", "no JSON"),
        ("[]", "JSON object"),
        ('{"provider": "aol"}', "google, microsoft"),
        ('{"client_ID": "a"}', "client_ID: not known"),
        ('{"provider": "google", "client_id": "a"}', "refresh_token are needed"),
        ('{"token_url": "http://a.example/", "client_id": "a", "refresh_token": "b"}', "https only"),
        ('{"token_url": "file:///etc/passwd", "client_id": "a", "refresh_token": "b"}', "https only"),
    ],
)
def test_a_grant_that_cannot_be_used_is_told(text, said):
    with pytest.raises(ValueError, match=said):
        oauth.read(text)
