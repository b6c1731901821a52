"""The command line: `verbs` runs it, and each verb has a module of its name.

Nothing else stands here: a verb's module, once imported, is an attribute of this
package, and two of them are named as Python's own `list` and `format`.
"""

from csecrefs.cli.verbs import VERBS, app, main

__all__ = ["VERBS", "app", "main"]
