"""Run every benchmark of this folder, one after the other, each in a process of its own."""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them; the exit code is the number of those that failed."""
    here = Path(__file__).resolve()
    failed = 0
    for script in sorted(here.parent.glob("*.py")):
        if script != here:
            print(f"\n== {script.name}", flush=True)
            failed += subprocess.run([sys.executable, str(script)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
