"""Keys, enrolments and verdicts. The only room that imports cryptography or pyHanko.

Decides who may sign for which unit; knows nothing of forms or figures.
"""
