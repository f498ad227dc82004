"""The frame of both windows: header, tree, search, keys, news, and the last edge."""
