"""Keys, enrolments and verdicts. The only room that imports cryptography or pyHanko.

Decides who may sign for which unit; knows nothing of forms, figures or files on disk.
``x509`` reads what is written in DER, ``signature`` writes and checks CAdES, ``pdf`` PAdES;
``keys`` and ``token`` hold what a person signs with; ``certificate`` is our small authority and
those from outside. ``registry`` says who is entitled, ``chain`` and ``evidence`` what a
certificate is worth at a moment, ``verdict`` puts the answers together. ``libraries`` is the one
door to what is heavy: nothing of it is loaded before it is used.
"""
