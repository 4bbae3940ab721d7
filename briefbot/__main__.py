"""Run briefbot with `python -m briefbot`."""

from briefbot.cli import main

main()
