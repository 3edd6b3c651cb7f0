"""Lets tests of this folder say `from pages import …` as well as `from tests.render.pages import …`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
