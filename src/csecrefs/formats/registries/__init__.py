"""Records as registries send them: Crossref, DataCite, OpenAlex and what they share."""
