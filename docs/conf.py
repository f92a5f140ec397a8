"""Sphinx configuration: sphinx-build docs build/docs (Debian: python3-sphinx,
python3-myst-parser, and furo for the theme if it is there)."""

import importlib.util

project = "picket"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
exclude_patterns = ["examples"]
myst_heading_anchors = 4
html_title = "picket"
html_theme = "furo" if importlib.util.find_spec("furo") else "alabaster"
