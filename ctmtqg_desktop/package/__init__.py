"""The one file that travels: bytes in, bytes out.

Knows the container, its manifest and its closed profile; knows neither tables nor screens.
``seal`` writes and ``unseal`` reads a whole package; ``container``, ``asic``, ``manifest`` and
``canonical`` are the layers below. What travels inside stands in ``payload`` (a report),
``issue``, ``receipt``, ``returns``, ``enrolment`` (with the unit card), ``revocations`` and
``edition`` (of the catalogue); ``wire`` writes and reads all of them by what their fields say;
``files`` puts bytes on a disk and proves that they arrived.
"""
