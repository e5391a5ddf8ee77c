"""The settings of a service: from flags, the environment (`OSI_…`) and a TOML file, in this order of precedence.

`model` says which there are, each with its unit and default; what each one means stands in the catalogues
(`runtime.key.<key>`). `reading` puts the sources together, `places` knows where a value was said, so that what is wrong
is named by flag, variable or line.
"""

from osi_runtime.settings.entries import Setting, setting_entries
from osi_runtime.settings.model import Deadlines, Drain, Health, Limits, Log, LogCalls, LogFormat, Settings, Tls
from osi_runtime.settings.places import Place
from osi_runtime.settings.reading import Read, SettingsInvalid, read_settings

__all__ = [
    "Deadlines",
    "Drain",
    "Health",
    "Limits",
    "Log",
    "LogCalls",
    "LogFormat",
    "Place",
    "Read",
    "Setting",
    "Settings",
    "SettingsInvalid",
    "Tls",
    "read_settings",
    "setting_entries",
]
