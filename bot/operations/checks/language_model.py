"""Checks of the server whose language model sums up answers."""

from collections.abc import Iterator

import httpx

from bot.configuration.settings import Settings
from bot.operations.checks.check import Check, fail, ok, warn

_NAME = "language model"
# Answers are not delayed any longer by it.
_TIMEOUT = httpx.Timeout(8.0)
_MODELS_NAMED = 5


def check_language_model(settings: Settings) -> Iterator[Check]:
    """Whether the server of LLM_URL lists LLM_MODEL; nothing if none is set. Nothing is written."""
    if not settings.llm_url:
        return
    key = settings.llm_api_key.reveal()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    where = httpx.URL(settings.llm_url).host
    try:
        address = f"{settings.llm_url.rstrip('/')}/models"
        response = httpx.get(address, headers=headers, timeout=_TIMEOUT)
    except httpx.HTTPError as error:
        advice = "start it, or check LLM_URL; until then answers have no summary"
        yield warn(_NAME, f"{where} cannot be reached ({type(error).__name__})", advice)
        return
    if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        yield fail(_NAME, f"{where} rejects the key", "set LLM_API_KEY to a valid one")
        return
    yield _listed(where, _models(response), settings.llm_model)


def _models(response: httpx.Response) -> list[str] | None:
    """The names of a server's models; None where the answer is not such a list."""
    try:
        return [str(one["id"]) for one in response.raise_for_status().json()["data"]]
    except (httpx.HTTPStatusError, ValueError, KeyError, TypeError):
        return None


def _listed(where: str, models: list[str] | None, wanted: str) -> Check:
    if models is None:
        advice = "check that LLM_URL ends as the server wants it, often in /v1"
        return warn(_NAME, f"{where} does not list its models", advice)
    # Ollama lists "llama3.2" as "llama3.2:latest".
    if {wanted, f"{wanted}:latest"}.isdisjoint(models):
        named = ", ".join(models[:_MODELS_NAMED]) or "none"
        return fail(_NAME, f"{where} has no {wanted}", f"set LLM_MODEL to one of: {named}")
    return ok(_NAME, f"{where} has {wanted}")
