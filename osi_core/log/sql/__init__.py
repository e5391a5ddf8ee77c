"""The event store in SQL, on SQLite or PostgreSQL: the only modules of the library that import SQLAlchemy.

`SqlStore.create(path_or_url)` makes a store, once; `SqlStore.open` opens it. `back_up` and `restore` copy a SQLite
file. SQLAlchemy pools the connections, knows the dialects and makes the tables; the few statements go to the driver as
they stand. What is guaranteed is said at the port (`osi_core.log.store`).
"""

from osi_core.extras import extra

with extra("sql"):
    from osi_core.log.sql.copying import Copied, back_up, restore
    from osi_core.log.sql.store import SqlStore

__all__ = ["Copied", "SqlStore", "back_up", "restore"]
