"""All statements of somebody: found, in order, near-identical ones together."""
