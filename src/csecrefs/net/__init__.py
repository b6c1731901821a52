"""The network: the only sockets of the package.

There are two stacks, because two kinds of hosts are asked. A `session` asks registries:
few hosts, each many times, whose answers are kept in a cache and whose limits are
announced. It stands on requests, for proxies, redirects, cookies, retries and the cache
that come with it. An `exchange` asks strangers: thousands of hosts, each once, where
the request target must go out byte for byte as written, every hop is a piece of
evidence, and a broken answer is a result and not a failure. It stands on urllib3's
connections, below all that helps. Both share the `Answer`, the addresses that may be
reached, the time limits on what is read off a socket (`wire.Timed`), and the threads
that let Ctrl-C through.

Proxies (`HTTPS_PROXY` and so on) are used by sessions only. A name that a proxy is to
connect to is looked up here, too, and refused if its address is not public; what the
proxy itself makes of the name is beyond that check.
"""
