"""Run briefbot with `python -m briefbot`."""

from briefbot.cli import main

if __name__ == "__main__":
    main()
