"""Rendering elements: each module compiles one CSL element to a closure."""
