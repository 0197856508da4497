"""Letters that Outlook signs «opaquely»: the text is inside smime.p7m. Read with asn1crypto; nothing is verified."""

from __future__ import annotations

MAX_CONTENT = 50_000_000


def signed_content(raw: bytes) -> bytes:
    """The part inside a CMS SignedData; b"" for what is encrypted, broken or too large."""
    if not raw.startswith(b"\x30") or len(raw) > MAX_CONTENT:
        return b""
    from asn1crypto import cms  # noqa: PLC0415 -- slow import, one letter in thousands needs it

    try:
        info = cms.ContentInfo.load(raw)
        if info["content_type"].native != "signed_data":
            return b""
        return bytes(info["content"]["encap_content_info"]["content"].native or b"")
    except Exception:  # noqa: BLE001 -- a third party's parser on a stranger's bytes: any failure means "not opened"
        return b""
