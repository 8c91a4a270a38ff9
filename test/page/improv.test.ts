// Wi-Fi by Improv over serial: packets as the protocol has them, between other lines, and how it ends.
import { expect, test } from "vitest";
import type { BytePort } from "../../tools/flash/byte-port.ts";
import { FlashError } from "../../tools/flash/flash-error.ts";
import {
  findImprov,
  type ImprovPacket,
  improvCommand,
  improvPacket,
  improvReader,
  setImprovWifi,
} from "../../tools/web/page/improv.ts";

/** A board that answers each command, in pieces of three bytes. */
function boardThat(answers: (command: number) => string): BytePort {
  let take: (bytes: string) => void = () => undefined;
  return {
    name: "a board",
    write: async (bytes) => {
      const answer = answers(bytes.charCodeAt(9));
      for (let at = 0; at < answer.length; at += 3) take(answer.slice(at, at + 3));
    },
    listen: (listener) => {
      take = listener;
    },
    whenLost: () => undefined,
    setSignals: async () => undefined,
    close: async () => undefined,
  };
}

test("the command for a network is the protocol's", () => {
  // IMPROV, version 1, type 3 (RPC), 8 bytes: command 1 with 6 bytes, two texts with their lengths; 894
  // modulo 256; a line feed.
  expect(improvCommand(1, ["ab", "cd"])).toBe("IMPROV\x01\x03\x08\x01\x06\x02ab\x02cd~\n");
});

test("packets are found between lines and noise, and damaged packets skipped", () => {
  const packets: ImprovPacket[] = [];
  const read = improvReader((packet) => packets.push(packet));
  const good = improvPacket(1, "\x02");
  const stream = `boot IMPRO\r\n${good.replace("\x02", "\x03")}${good}log\nIMPROV\x01`;
  for (const byte of stream) read(byte);
  expect(packets).toEqual([{ type: 1, data: "\x02" }]);
});

test("a board that speaks Improv says what it is", async () => {
  const info = `\x03\x0b\x03abc\x031.0\x02C3`;
  const port = boardThat((command) => (command === 2 ? improvPacket(1, "\x02") : improvPacket(4, info)));
  expect(await findImprov(port)).toEqual(["abc", "1.0", "C3"]);
});

test("a board without Improv is reported", async () => {
  expect(await findImprov(boardThat(() => "Uncaught SyntaxError\r\n>"))).toBeUndefined();
});

test("a network that the board cannot join is refused in words", async () => {
  const port = boardThat(() => improvPacket(1, "\x03") + improvPacket(2, "\x03"));
  const refusal = await setImprovWifi(port, "home", "wrong").catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(FlashError);
  expect((refusal as FlashError).message).toContain("could not connect");
  await expect(
    setImprovWifi(
      boardThat(() => improvPacket(1, "\x04")),
      "home",
      "right",
    ),
  ).resolves.toBeUndefined();
});
