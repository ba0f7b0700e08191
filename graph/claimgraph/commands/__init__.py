"""The commands, a module each: its arguments, and what it prints. What is done stands in the library.

A module has `add(commands)`, which makes the command's parser and sets its `run`; that returns the exit status.
Modules import the library when they run, so that help and cold questions load no more than they need.
"""
