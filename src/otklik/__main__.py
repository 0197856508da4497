"""`python -m otklik` is the same as the `otklik` command."""

from otklik.project.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
