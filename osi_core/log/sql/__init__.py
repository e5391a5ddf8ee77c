"""The event store in SQL, on SQLite or PostgreSQL: the only modules of the library that import SQLAlchemy.

`SqlStore.open(path_or_url)` opens it. SQLAlchemy pools the connections, knows the dialects and makes the tables; the
few statements go to the driver as they stand. What is guaranteed is said at the port (`osi_core.log.store`).
"""

from osi_core.log.sql.store import SqlStore

__all__ = ["SqlStore"]
