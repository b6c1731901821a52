"""Finding styles and locales by name."""
