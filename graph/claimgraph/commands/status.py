"""The exit status of every command."""

DONE, REFUSED, STOPPED = 0, 1, 130
