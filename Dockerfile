# One image for web, worker, scheduler and preparation: `docker-compose.yml` says what each of them runs.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app

COPY requirements.lock .
RUN pip install --no-cache-dir "uv>=0.9" \
 && uv pip sync --system --no-cache --compile-bytecode --require-hashes requirements.lock

COPY . .
RUN useradd --system --uid 10001 pledgeboard \
 && install --directory --owner=pledgeboard --mode=700 /data
USER pledgeboard
VOLUME /data
EXPOSE 8000

ENTRYPOINT ["python"]
CMD ["manage.py", "help"]
