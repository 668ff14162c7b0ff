"""Reads that answer one page: a few Core statements, frozen dataclasses out, nothing written.

What is immutable (versions of courses, lessons, quizzes, questions) is cached in the process by its version id.
"""
