"""Keys on screen: made, enrolled, approved, revoked; authorities from outside."""
