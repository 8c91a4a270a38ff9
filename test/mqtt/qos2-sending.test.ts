// Messages that go out at QoS 2: each has a handshake of four packets, and its slot until the last of them.
import { describe, expect, test } from "vitest";
import { allowInFlight } from "../../src/mqtt/in-flight.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { giveAll } from "../../src/mqtt/packet-id.ts";
import { noteStored, prepare } from "../../src/mqtt/publication.ts";
import { FIRST_QOS2_ID, WINDOW } from "../../src/mqtt/window.ts";
import { shake } from "./handshake.ts";

test("[MQTT-4.3.3-1] a message keeps its identifier through PUBREC and PUBREL to PUBCOMP", () => {
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

test("[MQTT-4.6.0-4] PUBREL goes out in the order of PUBRECs", () => {
  const { driven, say, answer, heard } = shake();
  driven.connect();
  say("a", "b", "c", "d");
  heard();
  answer("pubrec", 257, 258);
  answer("pubrec", 259);
  answer("pubrec", 260);
  expect(heard()).toEqual(["pubrel 257", "pubrel 258", "pubrel 259", "pubrel 260"]);
});

test("a client repeats nothing while the connection stands [MQTT 4.4]", () => {
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

  test("[MQTT-2.3.1-3] identifiers are free at PUBCOMP only, despite lost links", () => {
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

  test("an identifier may be in use in both directions [MQTT 2.3.1]", () => {
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

describe("the window at QoS 2", () => {
  const all = Array.from({ length: 12 }, (_, i) => `m${i}`);

  test("the window counts a message until its PUBCOMP", () => {
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

  test("QoS 1 and 2 share one window and keep their order", () => {
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

describe("an unexpected answer", () => {
  test("[MQTT-4.3.3-1] an unexpected PUBREC gets PUBREL, so the broker finishes", () => {
    const { driven, answer, heard } = shake();
    driven.connect();
    answer("pubrec", 4711, 263);
    expect([heard(), driven.told.lost]).toEqual([["pubrel 4711", "pubrel 263"], []]);
  });

  test("a second PUBREC of a message is answered again", () => {
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

describe("identifiers of a client on a computer", () => {
  const IDS = Array.from({ length: 255 }, (_, i) => FIRST_QOS2_ID + i);

  function shakeProgram() {
    const shaken = shake({ slots: 300 });
    giveAll(shaken.driven.client);
    allowInFlight(shaken.driven.client, 255);
    /** Publishes at QoS 2 what has this number in a store. */
    const sayStored = (...numbers: number[]) => {
      for (const number of numbers) {
        const publication = prepare("out/2", 2, false, "reject");
        noteStored(publication, number);
        publish(shaken.driven.client, publication, `${number}`);
      }
    };
    const finish = (...ids: number[]) => {
      shaken.answer("pubrec", ...ids);
      shaken.answer("pubcomp", ...ids);
      shaken.heard();
    };
    return { ...shaken, sayStored, finish };
  }

  test("identifiers without a store increase and skip those in use", () => {
    const { driven, say, sayStored, heard, finish } = shakeProgram();
    driven.connect();
    for (const id of [...IDS, 257, 258]) {
      say("a");
      expect(heard()).toEqual([`publish a ${id}`]);
      finish(id);
    }
    sayStored(3, 2);
    say("b");
    expect(heard()).toEqual(["publish 3 260", "publish 2 259", "publish b 261"]);
  });

  test("a stored message's identifier follows its number, whatever is free", () => {
    const { driven, sayStored, heard, finish } = shakeProgram();
    driven.connect();
    sayStored(1, 2, 254, 255);
    expect(heard()).toEqual(["publish 1 258", "publish 2 259", "publish 254 511", "publish 255 257"]);
    finish(258, 259);
    sayStored(256);
    expect(heard()).toEqual(["publish 256 258"]);
  });

  test("a stored message waits for its predecessors, also after lost links", () => {
    const { driven, sayStored, answer, heard, finish } = shakeProgram();
    driven.connect();
    sayStored(10, 20, 265);
    expect(heard()).toEqual(["publish 10 267", "publish 20 277"]);
    finish(277);
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["publish 10 267!"]);
    answer("pubrec", 267);
    expect(heard()).toEqual(["pubrel 267"]);
    answer("pubcomp", 267);
    expect(heard()).toEqual(["publish 265 267"]);
  });

  test("a stored message waits while an unstored message uses its identifier", () => {
    const { driven, say, sayStored, answer, heard } = shakeProgram();
    driven.connect();
    say("a");
    sayStored(255);
    expect(heard()).toEqual(["publish a 257"]);
    answer("pubrec", 257);
    answer("pubcomp", 257);
    expect(heard()).toEqual(["pubrel 257", "publish 255 257"]);
  });

  test.each([1, 100, 254, 255, 700])(
    "messages of an earlier process are released from message %i on",
    (number) => {
      const { driven, sayStored, answer, heard } = shakeProgram();
      sayStored(number, number + 1);
      driven.connectAnd();
      const first = number % 255;
      const inOrder = [...IDS.slice(first), ...IDS.slice(0, first)];
      expect(heard().filter((words) => words.startsWith("pubrel"))).toEqual(
        inOrder.map((id) => `pubrel ${id}`),
      );
      answer("pubcomp", ...inOrder.slice(0, -1));
      expect(heard()).toEqual([]);
      answer("pubcomp", ...inOrder.slice(-1));
      expect(heard()).toEqual([`publish ${number} ${inOrder[0]}`, `publish ${number + 1} ${inOrder[1]}`]);
    },
  );
});
