"""What every service shares: settings, server, event log, tokens, telemetry. It knows no phase."""
