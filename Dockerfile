# syntax=docker/dockerfile:1
# Three stages: the model is prepared where PyTorch is, the program is installed without it, and the
# image has the results of both. Versions are those that pyproject.toml pins.

FROM python:3.11-slim-bookworm AS model
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml ./
COPY deploy/requirements.py deploy/
# PyTorch's default build brings gigabytes of CUDA; its own index has one for the CPU alone.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN python deploy/requirements.py torch > torch.txt \
    && python deploy/requirements.py prepare > prepare.txt \
    && pip install --index-url "$TORCH_INDEX" -r torch.txt \
    && pip install -r prepare.txt
COPY index index
ARG EMBEDDING_MODEL=intfloat/multilingual-e5-small
RUN python -m index.models.export "$EMBEDDING_MODEL" /opt/model && chmod -R a+rX /opt/model

FROM python:3.11-slim-bookworm AS program
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/program
COPY pyproject.toml ./
COPY deploy/requirements.py deploy/
RUN python deploy/requirements.py run > run.txt && /opt/program/bin/pip install -r run.txt
COPY README.md LICENSE ./
COPY index index
COPY bot bot
RUN /opt/program/bin/pip install --no-deps .

FROM python:3.11-slim-bookworm
# A number of its own, so that the owner of the volume's files is the same in every version.
RUN groupadd --gid 10001 tanya \
    && useradd --uid 10001 --gid tanya --home-dir /data --no-create-home --shell /usr/sbin/nologin tanya \
    && install --directory --owner tanya --group tanya --mode 700 /data
COPY --from=program /opt/program /opt/program
COPY --from=model /opt/model /opt/model
ARG EMBEDDING_MODEL=intfloat/multilingual-e5-small
ENV PATH=/opt/program/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATA_DIR=/data \
    MODEL_CACHE=/opt/model \
    EMBEDDING_MODEL=$EMBEDDING_MODEL \
    HEALTH_PORT=8080
USER 10001:10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import http.client as h, os, sys; c = h.HTTPConnection('127.0.0.1', int(os.environ['HEALTH_PORT']), timeout=8); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["tanya-arsip"]
CMD ["run"]
