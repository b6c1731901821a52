"""The browsable library: a list of references as a static site that needs no network.

`build` makes the files of a site from records and writes nothing. The pages work from
a folder, a web server or a memory stick: one page with the list, its search index and
its details, a list to print, and a feed of additions.
"""

from csecrefs.site.build import build
from csecrefs.site.options import LinkState, SiteOptions, SitePages

__all__ = ["LinkState", "SiteOptions", "SitePages", "build"]
