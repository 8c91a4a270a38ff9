// Messages that go out at QoS 2: each has a handshake of four packets, and its slot until the last of them.
import { describe, expect, test } from "vitest";
import { FIRST_QOS2_ID, giveUpwards } from "../../src/mqtt/packet-id.ts";
import { WINDOW } from "../../src/mqtt/window.ts";
import { shake } from "./handshake.ts";

test("[MQTT-4.3.3-1] a message's identifier lives through PUBREC and PUBREL to PUBCOMP", () => {
  const { driven, say, answer, heard } = shake();
  driven.connect();
  expect(say("a")).toEqual(["kept"]);
  expect(heard()).toEqual(["publish a 257"]);
  answer("pubrec", 257);
  expect(heard()).toEqual(["pubrel 257"]);
  expect(driven.client.ring.bytes).toBe(1);
  answer("pubcomp", 257);
  expect([heard(), driven.client.ring.bytes, driven.client.outcomes.repeats]).toEqual([[], 0, 0]);
});

test("[MQTT-2.3.1-6] PUBREL repeats the identifier of its message", () => {
  const { driven, say, answer, heard } = shake();
  driven.connect();
  say("a", "b", "c");
  heard();
  answer("pubrec", 258);
  expect(heard()).toEqual(["pubrel 258"]);
});

test("[MQTT-4.6.0-4] PUBREL goes out in the order in which PUBREC came", () => {
  const { driven, say, answer, heard } = shake();
  driven.connect();
  say("a", "b", "c", "d");
  heard();
  answer("pubrec", 257, 258);
  answer("pubrec", 259);
  answer("pubrec", 260);
  expect(heard()).toEqual(["pubrel 257", "pubrel 258", "pubrel 259", "pubrel 260"]);
});

test("nothing of it is sent again while the connection stands [MQTT 4.4]", () => {
  const { driven, say, answer, heard } = shake();
  driven.connect();
  say("a", "b");
  answer("pubrec", 257);
  heard();
  driven.drain();
  driven.pass(9000);
  expect(heard()).toEqual([]);
});

describe("identifiers of QoS 2", () => {
  test("[MQTT-2.3.1-2] identifiers differ from QoS 1's, SUBSCRIBE's and all in use", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a", "1:b", "c", "1:d");
    expect(heard()).toEqual(["publish a 257", "publish b 1", "publish c 258", "publish d 2"]);
    answer("pubrec", 257, 258);
    answer("pubcomp", 257);
    say("e");
    expect(heard().at(-1)).toBe("publish e 257");
    say("f");
    expect(heard()).toEqual(["publish f 259"]);
  });

  test("[MQTT-2.3.1-3] identifiers are free at PUBCOMP only, despite any lost link", () => {
    const { driven, say, answer, heard } = shake({ slots: 8 });
    driven.connect();
    /** Identifier of each message that is not finished, and whether it was recorded. */
    const open = new Map<number, boolean>();
    let said = 0;
    for (let turn = 0; turn < 800; turn += 1) {
      if (open.size < 5) {
        said += 1;
        say(`${said}`);
      }
      if (turn % 11 === 0) {
        driven.loseLink();
        driven.connectAnd();
      }
      for (const words of heard()) {
        const [, id] = words.match(/^publish \S+ (\d+)$/) ?? [];
        if (id === undefined) continue;
        expect(open.has(Number(id)), words).toBe(false);
        open.set(Number(id), false);
      }
      // The first one takes a step, or every third time the second.
      const ids = [...open.keys()];
      const id = turn % 3 === 0 && ids.length > 1 ? ids[1] : ids[0];
      if (id === undefined) continue;
      if (open.get(id)) {
        answer("pubcomp", id);
        open.delete(id);
      } else {
        answer("pubrec", id);
        open.set(id, true);
      }
    }
    expect(said).toBeGreaterThan(200);
  });

  test("[MQTT 2.3.1] identifiers may be open in the other direction too", () => {
    const { driven, say, answer, message, heard, messages } = shake();
    driven.connect();
    say("out");
    message("in", 257);
    answer("pubrec", 257);
    expect(heard()).toEqual(["publish out 257", "pubrec 257", "pubrel 257"]);
    answer("pubrel", 257);
    expect(driven.client.ring.bytes).toBe(3);
    answer("pubcomp", 257);
    expect([heard(), messages, driven.client.ring.bytes]).toEqual([["pubcomp 257"], ["in"], 0]);
  });
});

describe("the window", () => {
  const all = Array.from({ length: 12 }, (_, i) => `m${i}`);

  test("counts a message until its PUBCOMP", () => {
    const { driven, say, answer, heard } = shake({ slots: 12 });
    driven.connect();
    say(...all);
    const ids = Array.from({ length: WINDOW }, (_, i) => 257 + i);
    expect(heard()).toEqual(ids.map((id, i) => `publish m${i} ${id}`));
    answer("pubrec", ...ids);
    expect(heard()).toEqual(ids.map((id) => `pubrel ${id}`));
    answer("pubcomp", 257, 258);
    expect(heard()).toEqual(["publish m7 257", "publish m8 258"]);
  });

  test("is one for both qualities of service, and keeps their order", () => {
    const { driven, say, answer, heard } = shake({ slots: 12 });
    driven.connect();
    say("a", "1:b", "c", "1:d", "e", "1:f", "g", "1:h", "i");
    expect(heard().map((words) => words.split(" ")[1])).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    answer("puback", 1);
    expect(heard()).toEqual([]);
    answer("pubrec", 257);
    answer("pubcomp", 257);
    expect(heard()).toEqual(["pubrel 257", "publish h 4", "publish i 257"]);
  });
});

describe("an answer that nothing waits for", () => {
  test("[MQTT-4.3.3-1] an unexpected PUBREC gets PUBREL, so the broker finishes", () => {
    const { driven, answer, heard } = shake();
    driven.connect();
    answer("pubrec", 4711, 263);
    expect([heard(), driven.told.lost]).toEqual([["pubrel 4711", "pubrel 263"], []]);
  });

  test("a second PUBREC is answered again, for one message", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a");
    answer("pubrec", 257, 257);
    expect(heard()).toEqual(["publish a 257", "pubrel 257", "pubrel 257"]);
    answer("pubcomp", 257, 257);
    expect([heard(), driven.client.ring.bytes, driven.told.lost]).toEqual([[], 0, []]);
  });

  test("an unexpected PUBCOMP changes nothing, even before the message's PUBREC", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a");
    answer("pubcomp", 257, 258, 1, 65535);
    expect([driven.client.ring.bytes, driven.told.lost]).toEqual([1, []]);
    heard();
    answer("pubrec", 257);
    expect(heard()).toEqual(["pubrel 257"]);
  });
});

describe("identifiers given upwards", () => {
  const IDS = Array.from({ length: 255 }, (_, i) => FIRST_QOS2_ID + i);

  test("a program's identifiers go upwards, and begin anew when none is in use", () => {
    const { driven, say, answer, heard } = shake();
    giveUpwards(driven.client);
    driven.connect();
    for (const id of IDS.slice(0, 252)) {
      say("a");
      expect(heard()).toEqual([`publish a ${id}`]);
      answer("pubrec", id);
      answer("pubcomp", id);
      heard();
    }
    say("b", "c", "d", "e", "1:f");
    expect(heard()).toEqual(["publish b 509", "publish c 510", "publish d 511"]);
    answer("pubrec", 510, 509, 511);
    answer("pubcomp", 510, 509);
    expect(heard()).toEqual(["pubrel 510", "pubrel 509", "pubrel 511"]);
    answer("pubcomp", 511);
    expect(heard()).toEqual(["publish e 257", "publish f 1"]);
  });

  test("a message that waits for an identifier goes out behind a lost link", () => {
    const { driven, say, answer, heard } = shake();
    giveUpwards(driven.client);
    driven.connect();
    driven.client.packetIds.lastQos2 = 510;
    say("a", "b");
    expect(heard()).toEqual(["publish a 511"]);
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["publish a 511!"]);
    answer("pubrec", 511);
    driven.loseLink();
    driven.connectAnd();
    heard();
    answer("pubcomp", 511);
    expect(heard()).toEqual(["publish b 257"]);
  });

  test("a message that waits for an identifier goes out in a new session", () => {
    const { driven, say, heard } = shake();
    giveUpwards(driven.client);
    driven.connect();
    driven.client.packetIds.lastQos2 = 510;
    say("a", "b");
    heard();
    driven.loseLink();
    driven.connectAnd(undefined, false);
    expect(heard().filter((words) => words.startsWith("publish"))).toEqual([
      "publish a 257",
      "publish b 258",
    ]);
  });

  test("a program releases all that an earlier one may have left, in the order of sending", () => {
    const { driven, say, answer, heard } = shake();
    giveUpwards(driven.client);
    say("a");
    driven.connectAnd();
    expect(heard().filter((words) => words.startsWith("pubrel"))).toEqual(IDS.map((id) => `pubrel ${id}`));
    answer("pubcomp", ...IDS);
    expect(heard()).toEqual(["publish a 257"]);
  });
});
