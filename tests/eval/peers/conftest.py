import sys
from pathlib import Path

# the bench against peers is a program of its own beside the package, not a part of it
sys.path.append(str(Path(__file__).parents[3] / "eval" / "peers"))
