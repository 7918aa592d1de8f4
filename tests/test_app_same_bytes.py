"""The same answer is the same file: byte for byte, by whom and whenever it is made.

Two runs of the program write every file there is, with another order of sets and on another day. What cannot be the same
would stand here with its reason; nothing does.
"""

import os
import subprocess
import sys
from datetime import date

from exits import ROOT, exits
from paper_examples import begun, opened_copy


def run(home, folder, seed: str, zone: str) -> dict[str, bytes]:
    """All files of a run, by the names of their exits; `seed` orders sets, in `zone` it is another day."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    subprocess.run([sys.executable, ROOT / "tests" / "exits.py", home, folder, zone], env=env, check=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_file_is_the_same_whenever_it_is_made(small_home, tmp_path):
    service = opened_copy(small_home, tmp_path)
    begun(service.papers)
    service.processes.begin("Sozialplanung", who="Sozialplanung", first_day=date(2026, 12, 1))
    east = run(tmp_path / "home", tmp_path / "east", "1", "Pacific/Kiritimati")
    west = run(tmp_path / "home", tmp_path / "west", "2", "Etc/GMT+12")  # 26 hours behind
    assert [name for name in east if east[name] != west.get(name)] == []
    assert {name.split(" ", 1)[1].replace("+", "/") for name in east} == set(exits())
