"""`python -m index.models.export NAME CACHE [reranker]`: prepare an embedding model or a reranker.

Runs as a process of its own, because it alone needs torch.
"""

import sys
from pathlib import Path

from index.errors import ArchiveError
from index.models.export.onnx_graph import quiet, say


def main() -> int:
    """Exit status 0 done, 1 with one line on stderr when it cannot be done, 130 interrupted."""
    name, cache, *kind = sys.argv[1:]
    try:
        with quiet():
            if kind == ["reranker"]:
                from index.models.export.reranker import prepare_reranker

                prepare_reranker(name, Path(cache))
            else:
                from index.models.export.embedder import prepare

                prepare(name, Path(cache))
    except (ArchiveError, OSError) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; nothing was kept, the next start prepares the model again")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
