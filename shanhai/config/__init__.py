"""Settings and addresses: the outermost layer, which every other may not know."""
