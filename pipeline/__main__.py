"""``python -m pipeline``: hands over to the command line."""

from pipeline.commands import main

main()
