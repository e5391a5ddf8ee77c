"""The contract of event stores, as tests: what `osi_core.log.store` guarantees, case by case.

The author of a store derives one class and gives one fixture:

    class TestMyStore(EventStoreContract):
        @pytest.fixture
        def store(self, tmp_path):
            store = MyStore(tmp_path)
            yield store
            store.close()

A store that outlives its process derives from `DurableEventStoreContract` and gives the fixture `reopen` too.
"""

from osi_core.extras import extra

with extra("testing"):
    from osi_core.testing.stores.contract import DurableEventStoreContract, EventStoreContract
    from osi_core.testing.stores.entries import append, entries_behind, entry_behind, heard_of, private, write

__all__ = [
    "DurableEventStoreContract",
    "EventStoreContract",
    "append",
    "entries_behind",
    "entry_behind",
    "heard_of",
    "private",
    "write",
]
