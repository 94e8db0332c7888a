"""Any server with OpenAI's chat completions API, such as OpenAI, Ollama, vLLM or llama.cpp."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.configuration.settings import Settings, SettingsError

if TYPE_CHECKING:
    import httpx2

_INSTALL: Final = (
    "LLM_URL is set, but the package openai is missing; install it with "
    "“pip install 'tanya-arsip[llm]'” (in a checkout “.venv/bin/pip install -e '.[llm]'”), "
    "or leave LLM_URL empty."
)
# A reply of four sentences has some 2,000 bytes, with a model's thoughts perhaps ten times that.
_MOST_BYTES: Final = 256 * 1024
_MOST_TOKENS: Final = 1500
# What not every server and model takes; left out when one refuses a request.
_OPTIONS: Final[dict[str, Any]] = {
    "temperature": 0,
    "max_tokens": _MOST_TOKENS,
    "response_format": {"type": "json_object"},
}


class ModelFailed(Exception):
    """The server gave no usable reply; the message says why, and what to do if that is known."""


class LanguageModel:
    """One model on one server. Belongs to the event loop that it is first used in."""

    def __init__(self, settings: Settings) -> None:
        """Raises SettingsError if the client library is not installed."""
        try:
            import openai
        except ImportError:
            raise SettingsError(_INSTALL) from None
        self.name = settings.llm_model
        self._errors = openai
        self._plain = False
        self._client = openai.AsyncOpenAI(
            base_url=settings.llm_url,
            # A local server needs none, the client does.
            api_key=settings.llm_api_key.reveal() or "none",
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [_bounded]},
            ),
        )

    async def reply(self, messages: Sequence[dict[str, str]], *, within: float) -> str:
        """What the model writes, "" if it refuses; raises ModelFailed, TimeoutError."""
        try:
            return _written(await self._asked(messages, within))
        except self._errors.APITimeoutError:
            raise TimeoutError from None
        except self._errors.APIStatusError as error:
            raise ModelFailed(_advice(error.status_code)) from None
        except self._errors.APIConnectionError as error:
            cause = error.__cause__ or error
            raise ModelFailed(f"cannot be reached ({cause}); check LLM_URL") from None
        except (self._errors.OpenAIError, ValueError, OSError) as error:
            raise ModelFailed(f"sent something unusable: {error}") from None

    async def close(self) -> None:
        """Closes all connections."""
        await self._client.close()

    async def _asked(self, messages: Sequence[dict[str, str]], within: float) -> bytes:
        if not self._plain:
            try:
                return await self._request(messages, within, _OPTIONS)
            except (self._errors.BadRequestError, self._errors.UnprocessableEntityError):
                pass
        answered = await self._request(messages, within, {})
        self._plain = True
        return answered

    async def _request(
        self, messages: Sequence[dict[str, str]], within: float, options: dict[str, Any]
    ) -> bytes:
        body = {"model": self.name, "messages": list(messages), **options}
        response: httpx2.Response = await self._client.post(
            "/chat/completions",
            body=body,
            cast_to=self._response_type(),
            options={"timeout": within},
        )
        return response.content

    @staticmethod
    def _response_type() -> "type[httpx2.Response]":
        import httpx2

        return httpx2.Response


def _written(body: bytes) -> str:
    """The text in a response; ValueError if it is no chat completion."""
    record = json.loads(body.decode("utf-8", "replace"))
    try:
        message = record["choices"][0]["message"]
        text = message.get("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ValueError("no chat completion") from None
    if text is None or message.get("refusal"):
        return ""
    if not isinstance(text, str):
        raise ValueError("no text in its message")  # noqa: TRY004
    return text


def _advice(status: int) -> str:
    texts = {
        401: "refuses the key (401); check LLM_API_KEY",
        403: "refuses the key (403); check LLM_API_KEY",
        404: "has no such address or model (404); check LLM_URL, which often ends in /v1, "
        "and LLM_MODEL",
        429: "gets too many requests, or its quota is used up (429)",
    }
    return texts.get(status, f"answered with status {status}")


async def _bounded(response: "httpx2.Response") -> None:
    """Lets a response be read up to a size; a compressed one not at all."""
    import httpx2

    if response.headers.get("content-encoding", "identity") not in {"", "identity"}:
        raise httpx2.DecodingError("a compressed response was not asked for")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _bounded_stream(response.stream)


def _bounded_stream(whole: "httpx2.AsyncByteStream") -> "httpx2.AsyncByteStream":
    import httpx2

    class Bounded(httpx2.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            size = 0
            async for chunk in whole:
                size += len(chunk)
                if size > _MOST_BYTES:
                    raise httpx2.ReadError("the response is too long")
                yield chunk

        async def aclose(self) -> None:
            await whole.aclose()

    return Bounded()
