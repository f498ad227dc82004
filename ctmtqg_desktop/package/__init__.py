"""The one file that travels: bytes in, bytes out.

Knows the container, its manifest and its closed profile; knows neither tables nor screens.
``seal`` writes and ``unseal`` reads a whole package; ``container``, ``asic``, ``manifest`` and
``canonical`` are the layers below; ``enrolment`` has the two small payloads about keys;
``files`` puts bytes on a disk and proves that they arrived.
"""
