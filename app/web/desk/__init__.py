"""The steward's workplace: what lies on the desk, and one delivery in its steps from the file to the next version.

One module per step. None of them keeps anything of the delivery: what was done to it lies with the file, so a closed
browser finds it as it was.
"""
