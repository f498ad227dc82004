"""Keys and who may use them: made, enrolled, approved, revoked, replaced, put on paper."""
