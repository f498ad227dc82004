"""Dialogs: only for what cannot be undone or has to be known before anything else."""
