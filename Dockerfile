# First stage: every locked requirement, and briefbot itself, as wheels.
# To pin the base image by its digest: docs/operating.md, "Container".
FROM python:3.13-slim-bookworm AS wheels
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
# setuptools first, by its hash: pip would fetch any version to build docopt, which has no wheel.
RUN sed -n '/^setuptools==/,/[^\\]$/p' requirements.lock > setuptools.lock \
    && pip install --require-hashes -r setuptools.lock \
    && pip wheel --wheel-dir /wheels --require-hashes --no-build-isolation -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY briefbot/ briefbot/
RUN pip wheel --wheel-dir /wheels --no-deps --no-build-isolation .

# Last stage: Python and what the wheels hold; no compiler, no pip cache, no network.
FROM python:3.13-slim-bookworm
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --no-index --no-deps --find-links /wheels /wheels/*.whl \
    && groupadd --gid 10001 briefbot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin briefbot \
    && install --directory --owner=10001 --group=10001 --mode=0750 /data
COPY config/briefbot.yaml /usr/local/share/briefbot/briefbot.yaml

# Everything that changes stands under /data, so that the rest can be read-only.
ENV BRIEFBOT_CONFIG=/data/config/briefbot.yaml \
    BRIEFBOT_DATABASE=/data/briefbot.db \
    BRIEFBOT_SHIPPED_CONFIG=/usr/local/share/briefbot/briefbot.yaml \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=C.UTF-8
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=2 CMD ["briefbot", "health"]
ENTRYPOINT ["briefbot"]
CMD ["run"]
