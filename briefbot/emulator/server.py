"""The routes: Web API, response_url, sockets; and what goes wrong on the way."""

from __future__ import annotations

import json
from datetime import UTC
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from briefbot.emulator import hooks
from briefbot.emulator.calls import Args, Method, Refusal, lacking, limited
from briefbot.emulator.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefbot.emulator.faults import Fault
    from briefbot.emulator.world import World

JSON = dict[str, Any]


class Server:
    """Answers requests as Slack does."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer one Web API call."""
        name = request.match_info["method"]
        values = await _values(request)
        token = _token(request, values if isinstance(values, dict) else {})

        def run() -> web.Response:
            refusal = values if isinstance(values, Refusal) else None
            return self._answer(name, values if isinstance(values, dict) else {}, token, refusal)

        return await self._with_fault(name, request, run, token)

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """Answer one post to a response_url."""
        body = await request.read()

        def run() -> web.Response:
            status, text = hooks.post(self._world, request.path.lstrip("/"), body)
            return web.Response(status=status, text=text, headers=self._date())

        return await self._with_fault("response_url", request, run, "")

    async def _with_fault(
        self, name: str, request: web.Request, run: Callable[[], web.Response], token: str
    ) -> web.StreamResponse:
        """Do what the call asks for, as the next fault of this method has it."""
        fault = self._world.faults.next(name)
        if fault is None:
            return run()
        if fault.revokes:
            self._world.revoked.add(token)
        await self._world.clock.sleep(fault.before)
        answer = run() if fault.effect or fault.revokes else None
        self._world.journal.calls.append((name, {}, f"fault {fault.name}"))
        await self._world.clock.sleep(fault.after)
        if fault.cut and request.transport is not None:
            request.transport.abort()
        return _faulty(fault, answer, self._date())

    def _answer(self, name: str, values: JSON, token: str, refusal: Refusal | None) -> web.Response:
        method = METHODS.get(name)
        try:
            if refusal:
                raise refusal
            body = self._run(name, method, values, token)
            status, headers = 200, self._headers(method)
        except Refusal as refused:
            body, status = refused.body, refused.status
            headers = self._headers(method) | refused.headers
        said = "ok" if body["ok"] else str(body["error"])
        self._world.journal.calls.append((name, values, said))
        return _json(body, status, headers)

    def _run(self, name: str, method: Method | None, values: JSON, token: str) -> JSON:
        self._check_token(method, token)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        granted = self._world.options.scopes
        if method.scopes and not granted & set(method.scopes):
            raise lacking(method.scopes[0], granted)
        if wait := self._world.limits.call(name, method.tier, self._world.clock.elapsed):
            raise limited(wait)
        return {"ok": True} | method.run(self._world, Args(values))

    def _check_token(self, method: Method | None, token: str) -> None:
        world = self._world
        kinds = {world.bot_token: "bot", world.app_token: "app"}
        if method is not None and method.token == "any":  # noqa: S105 a kind of token
            return
        if not token:
            raise Refusal("not_authed")
        if token not in kinds:
            raise Refusal("invalid_auth")
        if token in world.revoked:
            raise Refusal("token_revoked")
        if method is not None and kinds[token] != method.token:
            raise Refusal("not_allowed_token_type")

    def _headers(self, method: Method | None) -> dict[str, str]:
        headers = self._date() | {
            "x-oauth-scopes": ",".join(sorted(self._world.options.scopes)),
            "x-slack-req-id": f"{self._world.rng.getrandbits(128):032x}",
        }
        if method is not None and method.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
        return headers

    def _date(self) -> dict[str, str]:
        now = self._world.clock.now().astimezone(UTC)
        return {"Date": format_datetime(now, usegmt=True)}


async def _values(request: web.Request) -> JSON | Refusal:
    """Return the call's arguments: query first, then a form or JSON on top."""
    values: JSON = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            return Refusal("invalid_json")
        if not isinstance(body, dict):
            return Refusal("json_not_object")
        return values | body
    if request.method == "POST" and request.can_read_body:
        values |= dict(await request.post())
    return values


def _token(request: web.Request, values: Mapping[str, Any]) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme == "Bearer" else str(values.get("token", ""))


def _json(body: JSON, status: int, headers: Mapping[str, str]) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)


def _faulty(fault: Fault, answer: web.Response | None, date: dict[str, str]) -> web.Response:
    if fault.body is None:
        return answer or web.Response(status=fault.status, headers=date)
    headers = date | dict(fault.headers or {})
    if isinstance(fault.body, str):
        return web.Response(
            status=fault.status, text=fault.body, content_type="text/html", headers=headers
        )
    return _json(dict(fault.body), fault.status, headers)
