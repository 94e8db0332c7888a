"""`python -m index.models.export NAME CACHE [reader]`: export an embedder or a cross-encoder.

A process of its own, because nothing else needs torch.
"""

import errno
import sys
from pathlib import Path

from index.errors import ArchiveError, DiskFull, naming_full_disk
from index.models.export.onnx_graph import quiet, say


def main() -> int:
    """Exit status: 0 exported, 1 failed (one line on stderr says why), 130 interrupted.

    28 (ENOSPC): the disk is full, which is for the caller to say.
    """
    name, cache, *kind = sys.argv[1:]
    try:
        with quiet(), naming_full_disk(Path(cache)):
            if kind == ["reader"]:
                from index.models.export.cross_encoder import export_cross_encoder

                export_cross_encoder(name, Path(cache))
            else:
                from index.models.export.embedder import export_embedder

                export_embedder(name, Path(cache))
    except DiskFull:
        return errno.ENOSPC
    except (ArchiveError, OSError) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; nothing was kept, the next start prepares the model again")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
