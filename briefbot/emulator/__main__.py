"""`python -m briefbot.emulator`: a Slack to try a bot against by hand, until Ctrl-C."""

from __future__ import annotations

import asyncio

import click

from briefbot.emulator.slack import serve


@click.command()
@click.option("--port", default=0, help="Loopback port; a free one by default.")
@click.option("--scale", default=1.0, help="Divide Slack's spans of time by this.")
@click.option("--limits/--no-limits", default=True, help="Refuse what comes too fast.")
def main(port: int, scale: float, *, limits: bool) -> None:
    """Print the environment that points a bot here, and where the page is; then serve."""
    asyncio.run(_serve(port, scale, limits=limits))


async def _serve(port: int, scale: float, *, limits: bool) -> None:
    async with serve(port=port, scale=scale) as slack:
        slack.limits.on = limits
        for name, value in slack.env.items():
            click.echo(f"{name}={value}")
        click.echo(f"# the workspace as a page: {slack.world.address}/")
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
