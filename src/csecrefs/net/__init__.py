"""The only sockets and the only databases of the project: what goes over the network,
and what is kept.
"""
