"""What every front-end needs: conversation, searches in threads, alerts, limits, metrics."""
