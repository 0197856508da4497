"""Real servers for the tests, started as an ordinary user on free loopback ports."""
