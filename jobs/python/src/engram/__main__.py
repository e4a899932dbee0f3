"""The program: ``engram VERB [OPTION]...`` by pyspark's own spark-submit, with the jar of this package."""

import os
import sys
from pathlib import Path

import pyspark

from engram._errors import EngramError
from engram._session import environment, submit_command


def main() -> None:
    try:
        command = submit_command(sys.argv[1:])
    except EngramError as error:
        print(f"engram: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    progress = os.environ.get("ENGRAM_PROGRESS") or ("bar" if sys.stderr.isatty() else "lines")
    home = {"SPARK_HOME": str(Path(pyspark.__file__).parent), "ENGRAM_PROGRESS": progress}
    os.execve(command[0], command, {**os.environ, **environment(), **home})


if __name__ == "__main__":
    main()
