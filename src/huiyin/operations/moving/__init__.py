"""One organisation of many, out of one installation and into another, or back into its own (decision 0038).

`belonging` says of each model how its rows belong to an organisation, `collecting` finds them, `archive` is the file,
`exporting` writes one, `planning` decides what a restore would do, `restoring` does it.
"""
