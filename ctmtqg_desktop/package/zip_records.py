"""The records a zip is written in: their signatures and their fields."""

import struct

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
LOCAL_FORM = struct.Struct("<4s5H3L2H")
CENTRAL_FORM = struct.Struct("<4s6H3L5H2L")
END_FORM = struct.Struct("<4s4H2LH")
STORED, DEFLATED = 0, 8
ENCRYPTED, DESCRIPTOR, UTF8 = 0x0001, 0x0008, 0x0800
ZIP64 = 0xFFFFFFFF
