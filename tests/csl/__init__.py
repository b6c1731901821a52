"""The CSL processor, against the specification: small styles and records, each with
what it must print.
"""
