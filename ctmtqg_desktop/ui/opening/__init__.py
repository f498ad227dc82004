"""Before there is a workspace: which one, its password, and where things begin."""
