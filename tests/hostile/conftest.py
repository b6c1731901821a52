"""The runner of commands that the attacks share with the tests of the command line."""

from __future__ import annotations

from tests.cli.conftest import invoke as invoke
