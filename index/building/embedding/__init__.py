"""Passages become vectors: in threads, in processes, on a cluster, or in shards on machines."""
