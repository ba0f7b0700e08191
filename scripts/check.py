"""Run every check of this project, go on after one that fails, and list at the end what failed.

usage: python scripts/check.py [--list] [NAME ...]

Each check is one row of CHECKS: its name, and what this interpreter runs for it from the project's folder.
A script that writes a file of the project and has ``--check`` (which fails when that file is stale) is a row, too.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "tests": ("-m", "pytest"),
}


def run(name: str) -> tuple[int, float]:
    """Run one check, its output going where ours goes; return its exit status and the seconds it took."""
    print(f"\n--- {name}: python {' '.join(CHECKS[name])}", flush=True)
    start = time.perf_counter()
    status = subprocess.run([sys.executable, *CHECKS[name]], cwd=ROOT, check=False).returncode
    return status, time.perf_counter() - start


def main() -> int:
    """Run the checks that are named, or all; return 1 if any of them failed."""
    parser = argparse.ArgumentParser(
        description="Run the checks that are named, or all of them, and list what failed.",
        epilog="example: python scripts/check.py lint types",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(CHECKS)}")
    parser.add_argument("--list", action="store_true", help="list the checks and what each runs")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in CHECKS]:
        parser.error(f"no check is called {', '.join(unknown)}; wanted some of: {', '.join(CHECKS)}")
    width = max(map(len, CHECKS))
    if arguments.list:
        for name, command in CHECKS.items():
            print(f"{name:{width}}  python {' '.join(command)}")
        return 0

    outcomes = {name: run(name) for name in dict.fromkeys(arguments.names or CHECKS)}
    print(f"\n{'check':{width}}  result  seconds")
    for name, (status, seconds) in outcomes.items():
        print(f"{name:{width}}  {'FAILED' if status else 'ok':6}  {seconds:7.1f}")
    failed = [name for name, (status, _) in outcomes.items() if status]
    if failed:
        print(f"\nfailed: {', '.join(failed)}; again: python scripts/check.py {' '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
