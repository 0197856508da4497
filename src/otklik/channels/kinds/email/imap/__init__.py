"""Letters fetched by IMAP: one mailbox, one thread, one fetcher at a time (ADR 0006)."""
