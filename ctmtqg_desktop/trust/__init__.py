"""Keys, enrolments and verdicts. The only room that imports cryptography or pyHanko.

Decides who may sign for which unit; knows nothing of forms, figures or files on disk.
``keys``, ``pkcs12`` and ``token`` hold what a person signs with, ``signer`` gives them one shape,
``cades`` and ``pades`` write signatures; ``cms``, ``pades_check``, ``chain`` and ``crl`` check,
``x509`` reads one certificate, ``certificates`` is the small authority of a receiving unit.
``registry`` says who is entitled, ``standing`` what a certificate is worth at a moment,
``verdict`` puts the answers together. ``sealing``, ``age`` and ``recovery`` keep things secret.
"""
