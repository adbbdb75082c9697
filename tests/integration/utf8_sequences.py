"""Byte sequences that decoders get wrong: Markus Kuhn's stress test, which Autobahn's cases 6.5 to 6.23 took over."""

KOSME = bytes.fromhex("cebae1bdb9cf83cebcceb5")  # κόσμε
EDITED = b"edited"


def _sequences(texts):
    return [bytes.fromhex(text) for text in texts.split()]


# Number and title -> sequences that are UTF-8.
VALID = {
    "6.2 greek and more": [b"Hello-" + "µ@ßöäüàá-UTF-8!!".encode(), KOSME],
    "6.7 first of each length": _sequences("00 c280 e0a080 f0908080"),
    "6.9 last of each length": _sequences("7f dfbf efbfbf f48fbfbf"),
    "6.11 at the edges": _sequences("ed9fbf ee8080 efbfbd f48fbfbf"),
    "6.22 noncharacters": _sequences("efbfbe") + [
        chr(plane * 0x10000 + last).encode() for plane in range(17) for last in (0xFFFE, 0xFFFF)],
    "6.23 specials": _sequences("efbfb9 efbfba efbfbb efbfbc efbfbd"),
}

_MISSING_LAST = _sequences("c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf")

# Number and title -> sequences that are not.
INVALID = {
    "6.3 a surrogate behind text": [KOSME + bytes.fromhex("eda080") + EDITED],
    "6.6 cut within a character": [KOSME[:end] for end in (1, 3, 4, 6, 8, 10)],
    "6.8 first of 5 and 6": _sequences("f888808080 fc8480808080"),
    "6.10 last of lengths beyond": _sequences("f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf"),
    "6.11 beyond U+10FFFF": _sequences("f4908080"),
    "6.12 unexpected continuations": [bytes([0x80]) * n for n in range(1, 8)] + [b"\xbf", bytes(range(0x80, 0xC0))],
    "6.13 lonely starts": [bytes([lead]) + b" " for lead in range(0xC0, 0xFE)],
    "6.14 last byte missing": _MISSING_LAST,
    "6.15 all of those": [b"".join(_MISSING_LAST)],
    "6.16 impossible bytes": _sequences("fe ff fefeffff"),
    "6.17 overlong slashes": _sequences("c0af e080af f08080af f8808080af fc80808080af"),
    "6.18 longest overlong": _sequences("c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf"),
    "6.19 overlong NUL": _sequences("c080 e08080 f0808080 f880808080 fc8080808080"),
    "6.20 single surrogates": _sequences("eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf"),
    "6.21 paired surrogates": _sequences(
        "eda080edb080 eda080edbfbf edadbfedb080 edadbfedbfbf edae80edb080 edae80edbfbf edafbfedb080 edafbfedbfbf"),
}

# Beginnings that no further byte can save: a server that reads as it comes fails at once, with the rest still to come.
DOOMED = {
    "6.4.1 a fragment too far": KOSME + bytes.fromhex("f4908080"),
    "6.4.2 its second byte too far": KOSME + bytes.fromhex("f490"),
    "6.4 a surrogate's second byte": b"ok" + bytes.fromhex("eda0"),
    "6.4 overlong at the second byte": b"ok" + bytes.fromhex("e080"),
    "6.4 overlong at the first byte": b"ok" + bytes.fromhex("c0"),
    "6.4 beyond at the first byte": b"ok" + bytes.fromhex("f5"),
}
