"""The first configuration of a container: copied once, never over an installation's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.errors import BriefbotError
from briefbot.store import configfile
from briefbot.store.seed import seed

SHIPPED = Path(__file__).parents[2] / "config" / "briefbot.yaml"


def test_the_first_start_copies_the_shipped_configuration(tmp_path: Path) -> None:
    """In an empty volume, the folder is made and the file is copied byte for byte, valid."""
    config = tmp_path / "config" / "briefbot.yaml"
    assert seed(config, SHIPPED)
    assert config.read_bytes() == SHIPPED.read_bytes()
    assert configfile.load(config).sources
    assert [file.name for file in config.parent.iterdir()] == ["briefbot.yaml"]


def test_a_configuration_is_never_overwritten(tmp_path: Path) -> None:
    """A later start, with whatever was shipped then, leaves an edited file alone."""
    config = tmp_path / "briefbot.yaml"
    config.write_text("# mine\n", encoding="utf-8")
    assert not seed(config, SHIPPED)
    assert config.read_text(encoding="utf-8") == "# mine\n"


def test_nothing_is_written_where_nothing_is_shipped(tmp_path: Path) -> None:
    """Outside of a container no file is shipped, so none appears."""
    assert not seed(tmp_path / "config" / "briefbot.yaml", None)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("shipped", ["absent.yaml", "."])
def test_what_cannot_be_copied_is_one_sentence(tmp_path: Path, shipped: str) -> None:
    """The error names both files, and no half file is taken for a configuration."""
    config = tmp_path / "config" / "briefbot.yaml"
    with pytest.raises(BriefbotError, match="can't write the first configuration"):
        seed(config, tmp_path / shipped)
    assert not config.exists()


def test_a_copy_cut_short_by_a_crash_is_made_anew(tmp_path: Path) -> None:
    """What an interrupted copy left behind is overwritten, not read."""
    config = tmp_path / "briefbot.yaml"
    config.with_name("briefbot.yaml.part").write_text("sources: [", encoding="utf-8")
    assert seed(config, SHIPPED)
    assert config.read_bytes() == SHIPPED.read_bytes()
    assert list(tmp_path.iterdir()) == [config]
