"""Keys, enrolments and verdicts. The only room that imports cryptography or pyHanko.

Decides who may sign for which unit; knows nothing of forms, figures or files on disk.
``keys`` and ``certificates`` make what a person signs with, ``signer`` signs, ``cms`` and
``chain`` check, ``registry`` says who is entitled, ``verdict`` puts the answers together.
"""
