#!/usr/bin/python3
"""RFC 6455 against the real program, in the manner and with the numbers of Autobahn's cases 1 to 7.

Frames are made by hand, hostile ones too; the server's are read by wsproto. Where a case breaks the protocol behind a
good message, its echo may be lost: the echo takes a turn through the sink, the failure doesn't. Autobahn calls that
"non-strict" and passes it.
"""
import os
import pathlib
import unittest

from hub_process import Hub
from utf8_sequences import DOOMED, EDITED, INVALID, KOSME, VALID
from websocket_peer import (
    BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, RSV1, RSV2, RSV3, TEXT, Peer, closing, frame, pieces)

PROGRAM = pathlib.Path(os.environ["TICKHUB_PROGRAM"]).resolve()
CONFIG = f"""
hub: {{name: conformance, plugins: ["{PROGRAM.parents[1]}/test_plugins"]}}
listeners: {{web: {{address: 127.0.0.1:0, requests_per_second: 0, messages_per_second: 0}}}}
sinks:
  echo: {{plugin: echo_sink, settings: {{listener: web}}}}
"""
HELLO = frame(TEXT, b"Hello")


def setUpModule():
    global HUB
    HUB = unittest.enterModuleContext(Hub(CONFIG, program=str(PROGRAM)))


class Conformance(unittest.TestCase):
    def case(self, name):
        """What fails within says the case's number and title."""
        return self.subTest(case=name)

    def expect(self, peer, *wanted):
        for each in wanted:
            self.assertEqual(peer.next(), each)

    def check_open(self, name, data, *wanted, chop=None):
        """The server answers `wanted`, is still there, and closes well."""
        with self.case(name), Peer(HUB.port) as peer:
            peer.send(data, chop)
            self.expect(peer, *wanted)
            peer.send(frame(PING, b"still there?") + closing(1000))
            self.expect(peer, (PONG, b"still there?"), (CLOSE, 1000))
            self.assertEqual(peer.read_to_end(), b"")

    def check_closed(self, name, data, code, *perhaps, chop=None):
        """The server closes with the code; before that it may have said `perhaps`, or the beginning of it."""
        with self.case(name), Peer(HUB.port) as peer:
            peer.send(data, chop)
            said = peer.next()
            for each in perhaps:
                if said[0] == CLOSE:
                    break
                self.assertEqual(said, each)
                said = peer.next()
            self.assertEqual(said, (CLOSE, code))
            self.assertEqual(peer.read_to_end(), b"")


class Case1(Conformance):
    def test_1_payloads_of_every_form_of_length_come_back(self):
        for chop in (None, 997, 1):
            for size in (0, 125, 126, 127, 128, 65535, 65536) if chop != 1 else (0, 125, 126, 127, 128, 4000):
                text, binary = "*" * size, b"\xfe" * size
                self.check_open(f"1.1 text of {size}, chopped {chop}", frame(TEXT, text.encode()), (TEXT, text),
                                chop=chop)
                self.check_open(f"1.2 binary of {size}, chopped {chop}", frame(BINARY, binary), (BINARY, binary),
                                chop=chop)


class Case2(Conformance):
    def test_2_pings_are_answered_with_what_they_held(self):
        for payload in (b"", b"Hello, world!", bytes([0, 255, 254, 253, 252, 251, 0, 255]), b"\xfe" * 125):
            for chop in (None, 1):
                self.check_open(f"2.1-2.6 a ping of {len(payload)}, chopped {chop}", frame(PING, payload),
                                (PONG, payload), chop=chop)
        self.check_closed("2.5 a ping of 126", frame(PING, b"\xfe" * 126), 1002)

    def test_2_pongs_that_nobody_asked_for_are_ignored(self):
        self.check_open("2.7 an empty pong", frame(PONG))
        self.check_open("2.8 a pong with a payload", frame(PONG, b"unsolicited"))
        self.check_open("2.9 a pong, then a ping", frame(PONG, b"unsolicited") + frame(PING, b"ping"), (PONG, b"ping"))

    def test_2_ten_pings_are_answered_in_their_order(self):
        pings = [b"payload-%d" % i for i in range(10)]
        data = b"".join(frame(PING, ping) for ping in pings)
        for number, chop in (("2.10", None), ("2.11", 1)):
            self.check_open(f"{number} ten pings", data, *((PONG, ping) for ping in pings), chop=chop)


class Case3(Conformance):
    def test_3_a_reserved_bit_fails_the_connection(self):
        bits = (RSV3, RSV2, RSV2 | RSV3, RSV1, RSV1 | RSV3, RSV1 | RSV2, RSV1 | RSV2 | RSV3)
        for number, rsv in enumerate(bits, 1):
            for opcode in (TEXT, BINARY, PING, CLOSE):
                self.check_closed(f"3.{number} alone, opcode {opcode}", frame(opcode, b"", FIN | rsv), 1002)
            for chop in (None, 1):
                self.check_closed(f"3.{number} behind a text, chopped {chop}",
                                  HELLO + frame(TEXT, b"x", FIN | rsv) + frame(PING), 1002, (TEXT, "Hello"), chop=chop)


class Case4(Conformance):
    def test_4_a_reserved_opcode_fails_the_connection(self):
        for group, opcodes in ((1, range(3, 8)), (2, range(11, 16))):
            for number, opcode in enumerate(opcodes, 1):
                for payload in (b"", b"reserved"):
                    self.check_closed(f"4.{group}.{number} of {len(payload)}", frame(opcode, payload), 1002)
                self.check_closed(f"4.{group}.{number} behind a text, chopped", HELLO + frame(opcode, b"x") + frame(PING),
                                  1002, (TEXT, "Hello"), chop=1)


class Case5(Conformance):
    def test_5_control_frames_are_never_fragmented(self):
        self.check_closed("5.1 a ping in two", frame(PING, b"1", 0) + frame(CONTINUATION, b"2"), 1002)
        self.check_closed("5.2 a pong in two", frame(PONG, b"1", 0) + frame(CONTINUATION, b"2"), 1002)
        self.check_closed("5.2 a close in two", frame(CLOSE, b"\x03", 0) + frame(CONTINUATION, b"\xe8"), 1002)

    def test_5_fragments_are_one_message_however_they_come(self):
        between = frame(PING, b"between")
        first, second = frame(TEXT, b"fragment1", 0), frame(CONTINUATION, b"fragment2")
        whole = (TEXT, "fragment1fragment2")
        for chop in (None, 1):
            self.check_open(f"5.3-5.5 two, chopped {chop}", first + second, whole, chop=chop)
            self.check_open(f"5.6-5.8 a ping between, chopped {chop}", first + between + second,
                            (PONG, b"between"), whole, chop=chop)
        self.check_open("5.3 two, and another two", (first + second) * 2, whole, whole)
        self.check_open("5.3 empty ones", pieces(TEXT, [b"", b"", b""]), (TEXT, ""))
        self.check_open("5.3 empty ones around", pieces(BINARY, [b"", b"\0", b""]), (BINARY, b"\0"))
        self.check_open("5.3 a hundred", pieces(TEXT, [b"%d," % i for i in range(100)]),
                        (TEXT, "".join(f"{i}," for i in range(100))))

    def test_5_a_continuation_of_nothing_fails_the_connection(self):
        stray = frame(CONTINUATION, b"stray")
        self.check_closed("5.9 ended", stray + HELLO, 1002)
        self.check_closed("5.10 ended, chopped in frames", stray + HELLO, 1002, chop=len(stray))
        self.check_closed("5.11 ended, chopped", stray + HELLO, 1002, chop=1)
        stray = frame(CONTINUATION, b"stray", 0)
        self.check_closed("5.12 not ended", stray + HELLO, 1002)
        self.check_closed("5.13 not ended, chopped in frames", stray + HELLO, 1002, chop=len(stray))
        self.check_closed("5.14 not ended, chopped", stray + HELLO, 1002, chop=1)
        whole = frame(TEXT, b"fragment1", 0) + frame(CONTINUATION, b"fragment2")
        self.check_closed("5.15 behind a whole message", whole + stray + HELLO, 1002, (TEXT, "fragment1fragment2"))
        self.check_closed("5.16 again and again", (frame(CONTINUATION, b"1", 0) + frame(TEXT, b"2", 0) +
                                                   frame(CONTINUATION, b"3")) * 2, 1002)
        self.check_closed("5.17 again and again, ended", (frame(CONTINUATION, b"1") + frame(TEXT, b"2", 0) +
                                                          frame(CONTINUATION, b"3")) * 2, 1002)

    def test_5_a_message_within_a_message_fails_the_connection(self):
        for opcode in (TEXT, BINARY):
            self.check_closed(f"5.18 opcode {opcode}", frame(TEXT, b"1", 0) + frame(opcode, b"2"), 1002)

    def test_5_pings_between_fragments_are_answered_before_the_message_is_whole(self):
        for number, chop in (("5.19", None), ("5.20", 1)):
            with self.case(number), Peer(HUB.port) as peer:
                peer.send(frame(TEXT, b"1", 0) + frame(CONTINUATION, b"2", 0) + frame(PING, b"first"), chop)
                self.expect(peer, (PONG, b"first"))
                peer.send(frame(CONTINUATION, b"3", 0) + frame(CONTINUATION, b"4", 0) + frame(PING, b"second"), chop)
                self.expect(peer, (PONG, b"second"))
                peer.send(frame(CONTINUATION, b"5"), chop)
                self.expect(peer, (TEXT, "12345"))


class Case6(Conformance):
    def cuts(self, data):
        """One message, cut into frames in every way that matters, each also in sends of one byte."""
        yield "whole", frame(TEXT, data)
        yield "a frame a byte", pieces(TEXT, [data[i:i + 1] for i in range(len(data))] or [b""])
        for at in range(len(data) + 1) if len(data) < 8 else (1, len(data) - 1, len(data)):
            yield f"cut at {at}", pieces(TEXT, [data[:at], data[at:]])

    def test_6_1_empty_fragments_make_an_empty_text(self):
        self.check_open("6.1.1", frame(TEXT), (TEXT, ""))
        self.check_open("6.1.2", pieces(TEXT, [b"", b"", b""]), (TEXT, ""))
        self.check_open("6.1.3", pieces(TEXT, [b"", b"middle", b""]), (TEXT, "middle"))

    def test_6_what_is_utf_8_comes_back_however_it_is_cut(self):
        for name, sequences in VALID.items():
            for sequence in sequences:
                for how, data in self.cuts(sequence):
                    self.check_open(f"{name}: {sequence.hex()} {how}", data, (TEXT, sequence.decode()))
                self.check_open(f"{name}: {sequence.hex()} chopped", frame(TEXT, sequence),
                                (TEXT, sequence.decode()), chop=1)
        for end in (2, 5, 7, 9, 11):
            self.check_open(f"6.6 κόσμε up to {end}", frame(TEXT, KOSME[:end]), (TEXT, KOSME[:end].decode()))

    def test_6_what_is_not_utf_8_is_closed_with_1007_however_it_is_cut(self):
        for name, sequences in INVALID.items():
            for sequence in sequences:
                for how, data in self.cuts(sequence):
                    self.check_closed(f"{name}: {sequence.hex()} {how}", data, 1007)
                self.check_closed(f"{name}: {sequence.hex()} chopped", frame(TEXT, sequence), 1007, chop=1)
        for at in range(0x80, 0x100, 7):  # and beside good text, at every place in the word that a fast check may take
            for before in range(9):
                data = b"x" * before + bytes([at]) + b"y" * 24
                self.check_closed(f"6 {data.hex()}", frame(TEXT, data), 1007)

    def test_6_4_a_text_that_can_not_become_utf_8_fails_before_it_is_whole(self):
        for name, data in DOOMED.items():
            self.check_closed(f"{name}, in a fragment", frame(TEXT, KOSME, 0) + frame(CONTINUATION, data, 0), 1007)
            unfinished = frame(TEXT, data + EDITED * 9)[:-len(EDITED) * 9]
            self.check_closed(f"{name}, within a frame", unfinished, 1007)
            self.check_closed(f"{name}, within a frame, chopped", unfinished, 1007, chop=1)

    def test_6_binary_messages_may_hold_anything(self):
        for sequence in INVALID["6.20 single surrogates"]:
            self.check_open(f"6 binary {sequence.hex()}", frame(BINARY, sequence), (BINARY, sequence))


class Case7(Conformance):
    def test_7_1_nothing_is_said_behind_a_close(self):
        self.check_closed("7.1.1 a text, then a close", HELLO + closing(1000), 1000, (TEXT, "Hello"))
        self.check_closed("7.1.2 two closes", closing(1000) + closing(1000), 1000)
        self.check_closed("7.1.3 a ping behind", closing(1000) + frame(PING, b"too late"), 1000)
        self.check_closed("7.1.4 a text behind", closing(1000) + HELLO, 1000)
        self.check_closed("7.1.5 a close within a message", frame(TEXT, b"1", 0) + closing(1000) +
                          frame(CONTINUATION, b"2"), 1000)
        long = b"BAsd7&jh23" * 25000
        self.check_closed("7.1.6 a long message behind", closing(1000) + frame(TEXT, long), 1000)
        self.check_closed("7.1.6 a long message before", frame(TEXT, long) + closing(1000) + frame(PING), 1000,
                          (TEXT, long.decode()))

    def test_7_3_closes_of_every_length(self):
        self.check_closed("7.3.1 empty", frame(CLOSE), 1005)  # which stands for none
        self.check_closed("7.3.2 one byte", frame(CLOSE, b"a"), 1002)
        self.check_closed("7.3.3 a code", closing(1000), 1000)
        self.check_closed("7.3.4 a reason", closing(1000, b"Hello World!"), 1000)
        for size in (122, 123):
            self.check_closed(f"7.3.5 a reason of {size}", closing(1000, b"*" * size), 1000)
            self.check_closed(f"7.3.5 a reason of {size}, chopped", closing(1000, b"*" * size), 1000, chop=1)
        self.check_closed("7.3.6 a reason of 124", closing(1000, b"*" * 124), 1002)

    def test_7_5_a_reason_is_utf_8(self):
        # The code is Beast's choice; RFC 6455 asks for 1007 only where a text message breaks.
        self.check_closed("7.5.1", closing(1000, KOSME + bytes.fromhex("eda080") + EDITED), 1002)
        for cut in (1, 3, 4):
            self.check_closed(f"7.5.1 cut at {cut}", closing(1000, KOSME[:cut]), 1002)
        self.check_closed("7.5.1 valid", closing(1000, KOSME), 1000)

    def test_7_7_codes_that_may_be_sent_are_answered_with_themselves(self):
        for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999):
            self.check_closed(f"7.7 {code}", closing(code), code)

    def test_7_9_codes_that_may_not_are_a_fault(self):
        for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
            self.check_closed(f"7.9 {code}", closing(code), 1002)
            self.check_closed(f"7.9 {code} with a reason", closing(code, b"why"), 1002)

    def test_7_13_a_close_by_the_server_ends_with_the_client_s(self):
        with self.case("7.13"), Peer(HUB.port) as peer:
            peer.send(frame(TEXT, b"close:4321:enough"))
            self.expect(peer, (CLOSE, 4321))
            peer.send(HELLO + closing(4321))
            self.assertEqual(peer.read_to_end(), b"")


class Masking(Conformance):
    def test_a_frame_without_a_mask_fails_the_connection(self):
        for opcode in (TEXT, BINARY, PING, CLOSE):
            self.check_closed(f"no mask, opcode {opcode}", bytes([FIN | opcode, 1]) + b"x", 1002)

    def test_a_length_in_a_longer_form_than_it_needs_fails_the_connection(self):
        short, long = bytes([FIN | BINARY, 0x80 | 126]), bytes([FIN | BINARY, 0x80 | 127])
        self.check_closed("126 for 5", short + b"\0\5mask12345", 1002)
        self.check_closed("127 for 300", long + (300).to_bytes(8, "big") + b"mask" + b"x" * 300, 1002)
        self.check_closed("2^63, which is no length", long + (2**63).to_bytes(8, "big") + b"mask", 1009)

    def test_a_length_beyond_the_limit_is_refused_before_it_comes(self):
        self.check_closed("1 MiB and one byte", bytes([FIN | BINARY, 0x80 | 127]) +
                          (2**20 + 1).to_bytes(8, "big") + b"mask", 1009)
        self.check_closed("in fragments", frame(BINARY, b"x" * 2**19, 0) + bytes([CONTINUATION, 0x80 | 127]) +
                          (2**19 + 1).to_bytes(8, "big") + b"mask", 1009)


if __name__ == "__main__":
    unittest.main(verbosity=2)
