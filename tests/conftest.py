"""What all tests share: how long Hypothesis looks for counter-examples."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", deadline=None)
# The same examples in every run, so that a red run is about the change and not about luck.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=5000)

settings.load_profile("long" if os.environ.get("DATELINE_SOAK") else "ci" if os.environ.get("CI") else "quick")
