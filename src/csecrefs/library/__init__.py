"""The facade: read, search, cite, format, write; and the settings that say what and
how.
"""

from csecrefs.library.library import Library
from csecrefs.library.settings import Setting, Settings, load_settings

__all__ = ["Library", "Setting", "Settings", "load_settings"]
