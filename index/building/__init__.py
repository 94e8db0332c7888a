"""The building trip: files, archive, vectors, published snapshot."""
