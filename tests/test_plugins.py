"""Kinds are found by their file names."""

from __future__ import annotations

import pytest

from briefbot import plugins
from briefbot.errors import UsageError


def test_names_are_the_files_of_the_folder() -> None:
    """Each file of a package is a kind; the package's own part is none."""
    assert plugins.names("briefbot.summarise") == ("coverage", "lead", "lexrank")


def test_a_kind_is_loaded_by_name() -> None:
    """The constant at the end of the kind's file comes back."""
    assert plugins.load("briefbot.summarise", "lead", "WEIGH")(
        ["One.", "Two."], title="", language="en"
    ) == [1.0, 0.5]


@pytest.mark.parametrize("name", ["magic", "", "__init__", "../lead", "lead.WEIGH"])
def test_an_unknown_kind_is_a_clear_error(name: str) -> None:
    """The message names what was asked for and what there is."""
    with pytest.raises(
        UsageError, match=r"summarise: no kind .*choose one of coverage, lead, lexrank"
    ):
        plugins.load("briefbot.summarise", name, "WEIGH")


def test_a_package_that_is_not_there_has_no_kinds() -> None:
    """Nothing is imported to look."""
    assert plugins.names("briefbot.nothing") == ()
