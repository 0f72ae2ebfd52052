"""The engines a store runs on, SQLite and PostgreSQL: how each is opened, how writers come one by one, who is let in.

What only one of them understands is said here and in the migrations, nowhere else.
"""
