"""CSL's own formats: CSL-JSON and CSL-YAML, their items, and edits of JSON in place."""
