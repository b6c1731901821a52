"""The pages of docs/, as far as they can be run."""
