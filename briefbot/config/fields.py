"""The types of the fields: how each is read, written, and described to an editor."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, Strict, WithJsonSchema

from briefbot.config import reading, values, web


class Weekday(StrEnum):
    """The days of the week, in three letters."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _text(**schema: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **schema})


Item = TypeVar("Item")
_distinct = AfterValidator(values.unique)
_set = Field(json_schema_extra={"uniqueItems": True})
Several = Annotated[tuple[Item, ...], _distinct, _set]
"""Any number, none twice."""
Some = Annotated[tuple[Item, ...], Field(min_length=1, max_length=200), _distinct, _set]
"""At least one, none twice."""

Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
Switch = Annotated[bool, Strict()]
Identifier = Annotated[
    str, AfterValidator(values.identifier), _text(pattern=values.IDENTIFIER, examples=["krebs"])
]
Line = Annotated[
    str, AfterValidator(values.line), _text(minLength=1, maxLength=values.LONGEST_LINE)
]
OutletName = Annotated[
    str, AfterValidator(values.outlet_name), _text(maxLength=values.LONGEST_LINE)
]
Word = Annotated[
    str, AfterValidator(values.word), _text(minLength=1, maxLength=values.LONGEST_LINE)
]
Address = Annotated[
    str,
    AfterValidator(web.address),
    _text(
        pattern=web.ADDRESS,
        maxLength=web.LONGEST_ADDRESS,
        examples=["https://example.org/feed.xml"],
    ),
]
Kind = Annotated[str, AfterValidator(values.kind), _text(enum=list(values.KINDS))]
SummariserName = Annotated[
    str, AfterValidator(values.summariser), _text(enum=list(values.SUMMARISERS))
]
Language = Annotated[str, AfterValidator(values.language), _text(enum=sorted(values.LANGUAGES))]
Interval = Annotated[
    timedelta,
    BeforeValidator(values.interval),
    PlainSerializer(values.interval_text, return_type=str),
    _text(pattern=values.INTERVAL, examples=["1h", "30m", "2 days"]),
]
Clock = Annotated[
    time,
    BeforeValidator(values.clock),
    PlainSerializer(values.clock_text, return_type=str),
    _text(pattern=values.TIME, examples=["08:00"]),
]
Date = Annotated[
    date,
    BeforeValidator(values.day),
    _text(pattern=values.DATE, examples=["2026-12-24"]),
]
Day = Annotated[Weekday, BeforeValidator(values.weekday), _text(enum=list(values.WEEKDAYS))]
Zone = Annotated[
    str, AfterValidator(values.zone), _text(examples=["Asia/Taipei", "Europe/Berlin", "UTC"])
]
HeaderName = Annotated[str, AfterValidator(web.header), _text(pattern=web.HEADER)]
VariableName = Annotated[
    str, AfterValidator(web.variable), _text(pattern=web.VARIABLE, examples=["FEED_TOKEN"])
]
FirstSight = Annotated[
    int | Literal["all"],
    BeforeValidator(values.first_sight),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": values.MOST_AT_FIRST_SIGHT},
                {"const": "all"},
            ]
        }
    ),
]
Destination = Annotated[
    str,
    BeforeValidator(values.destination),
    _text(pattern=values.DESTINATION, examples=["#news", "C0123ABCD", "U0123ABCD"]),
]
Person = Annotated[
    str, AfterValidator(values.person), _text(pattern=values.PERSON, examples=["U0123ABCD"])
]
Admin = Annotated[
    str,
    AfterValidator(values.admin),
    _text(pattern=values.ADMIN, examples=["U0123ABCD", "S0123ABCD"]),
]
Network = Annotated[
    str,
    AfterValidator(web.private_network),
    _text(examples=["10.0.0.0/8", "127.0.0.1/32:8080", "[fd00::/8]:8080"]),
]
Contact = Annotated[
    str,
    AfterValidator(web.contact),
    _text(minLength=1, examples=["https://example.org/briefbot", "news@example.org"]),
]
ProxyAddress = Annotated[
    str,
    AfterValidator(web.proxy),
    _text(maxLength=web.LONGEST_ADDRESS, examples=["http://proxy.example:3128"]),
]
FileName = Annotated[
    str, AfterValidator(values.file_name), _text(examples=["/etc/ssl/company-ca.pem"])
]
Selector = Annotated[
    str,
    AfterValidator(reading.selector),
    _text(minLength=1, maxLength=values.LONGEST_LINE, examples=["article .text"]),
]
CookieName = Annotated[str, AfterValidator(reading.cookie), _text(pattern=reading.COOKIE)]
UserAgent = Annotated[
    str, AfterValidator(web.user_agent), _text(minLength=1, maxLength=values.LONGEST_LINE)
]
