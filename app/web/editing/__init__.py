"""Editing by forms made from fields, the same for questionnaires and documents: what is typed is never lost."""
