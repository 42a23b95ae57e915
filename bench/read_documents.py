"""How fast communiqués are read: documents a second on one core, and the command's time for two files.

Run `python bench/read_documents.py [FILE…]`; without files it takes the seeds beside the repository where
they are, else the examples. Times are processor time of one process, the median of several runs.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from shanhai.extract import read

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
ROUNDS = 30


def documents() -> list[Path]:
    """The files to read."""
    if len(sys.argv) > 1:
        return [Path(name) for name in sys.argv[1:]]
    seeds = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    return seeds or sorted((ROOT / "examples" / "communiques").glob("*.txt"))


def seconds_of_reading(data: list[tuple[bytes, str]]) -> float:
    """Processor seconds for `ROUNDS` times all documents, results thrown away."""
    start = time.process_time()
    for _ in range(ROUNDS):
        for content, name in data:
            read(content, name)
    return time.process_time() - start


def seconds_of_command(paths: list[Path]) -> float:
    """Wall seconds of `shanhai read --json` in a new process, start-up included."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "shanhai.cli.extract", *map(str, paths), "--json"]
    subprocess.run(command, check=False, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    paths = documents()
    data = [(path.read_bytes(), str(path)) for path in paths]
    seconds_of_reading(data)
    each = [ROUNDS * len(data) / seconds_of_reading(data) for _ in range(RUNS)]
    characters = statistics.mean(len(content.decode("utf-8", "replace")) for content, _ in data)
    print(f"{len(paths)} documents of {characters:.0f} characters on average")
    print(
        f"{statistics.median(each):.0f} documents a second on one core (runs {min(each):.0f} to {max(each):.0f})"
    )
    times = [seconds_of_command(paths[:2]) for _ in range(5)]
    print(f"{statistics.median(times):.2f} s for the command on two files, start-up included")


if __name__ == "__main__":
    main()
