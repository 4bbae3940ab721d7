"""Rules between the parts, on data of any shape."""

from __future__ import annotations

from typing import Any

from briefbot.config.references import findings, secrets


def found(data: object) -> list[str]:
    return [message for _, message in findings(data, {})]


def test_wrong_shapes_are_passed_over() -> None:
    """What is reported where a value is read is not reported, and not tripped over, here."""
    shapes: list[Any] = [None, 5, "x", [], {}, [None], [5], [[]], {"a": 1}]
    for shape in shapes:
        for key in ("sources", "topics", "briefings", "fetch"):
            assert found({key: shape}) == []
        for key in ("id", "url", "topics", "interval"):
            assert found({"sources": [{"interval": "1h", key: shape}]}) == [
                f'topic "{name}" is not defined; define it under `topics`, or remove it here'
                for name in ([] if key != "topics" or not isinstance(shape, list) else shape)
                if isinstance(name, str)
            ]
        assert found({"fetch": {"allow_private": shape}}) == []
        assert found(shape) == []


def test_ids_are_of_one_kind_only() -> None:
    """A source, a topic and a briefing may share an id; two sources may not."""
    part = {"id": "taiwan", "topics": ["taiwan"]}
    assert found({"sources": [part], "topics": [part], "briefings": [part]}) == []
    assert (
        found({"topics": [part, part, part]})
        == ['id "taiwan" is taken: topics[0].id has it already; choose another'] * 2
    )


def test_secrets_are_those_of_enabled_sources() -> None:
    """Headers are found in data of any shape, and what may be a secret itself is passed over."""
    headers = {"X-Key": "TOKEN", "Authorization": "Bearer abc", "Host": "NAME", 5: "A", "X-Odd": 5}
    shapes: list[Any] = [None, 5, [], {"headers": ["X-Key"]}, {"headers": None}]
    sources = [*shapes, {"headers": headers}, {"enabled": False, "headers": {"X-Off": "TOKEN"}}]
    sources.append({"cookies": {"session": "COOKIE", "a b": "OTHER", "late": "s3cret value"}})
    assert list(secrets({"sources": sources})) == [
        (("sources", len(shapes), "headers", "X-Key"), "X-Key", "TOKEN"),
        (("sources", len(shapes) + 2, "cookies", "session"), "session", "COOKIE"),
    ]
    odd: list[Any] = [None, [], {"sources": 5}]
    assert [list(secrets(data)) for data in odd] == [[]] * 3


def test_thousands_of_unknown_names_stay_quick() -> None:
    """Each unknown name is told, and only the first hundred are compared with the defined ones."""
    topics = [{"id": f"topic-{number}"} for number in range(300)]
    sources = [{"id": f"s{number}", "topics": [f"topik-{number}"]} for number in range(3000)]
    messages = found({"sources": sources, "topics": topics})
    assert len(messages) == 3000
    assert sum("did you mean" in message for message in messages) == 100
