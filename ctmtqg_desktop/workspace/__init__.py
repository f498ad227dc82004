"""The database a user works in. The only room that imports SQLAlchemy.

Records in, records out; one committed cell is one durable transaction.
"""
