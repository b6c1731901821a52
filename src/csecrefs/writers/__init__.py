"""Writers: an inline tree to HTML, plain text, Markdown, LaTeX and the rest."""
