"""`python -m csecrefs`: the command line."""

from csecrefs.cli import main

if __name__ == "__main__":
    main()
