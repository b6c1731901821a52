"""Measures of speed and size, run by hand: `python -m tests.benchmarks.NAME`. No test
looks at a clock.
"""
