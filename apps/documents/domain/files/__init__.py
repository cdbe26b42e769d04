"""What a file is by its content, whether it may be kept, and what is kept of it.

Nothing here needs Django: it runs in a child process with little memory and time
(`child.py`), so that a file made to break a reader breaks nothing else.
"""
