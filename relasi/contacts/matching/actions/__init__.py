"""Verbs, a file for each subject; each is one transaction, or a job that resumes."""
