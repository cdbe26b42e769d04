"""Background work: a queue in the database, acts that run as jobs, and their pages' truth.

What an app needs is here: `job`, `every`, `soon`, `later` for plain work of the worker, and
`geo.jobs.acts` with `geo.jobs.actions.ask` for acts that somebody asks for and watches.
"""

from geo.jobs.queue import every, job, job_for_each, later, soon

__all__ = ["every", "job", "job_for_each", "later", "soon"]
