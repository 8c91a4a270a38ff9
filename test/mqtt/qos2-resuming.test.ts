// QoS 2 over lost links: what goes out again at each step of the handshake, in a session that is kept and in
// one that is lost.
import { describe, expect, test } from "vitest";
import { shake } from "./handshake.ts";

describe("a kept session after a lost link", () => {
  test("a link lost before PUBREC repeats PUBLISH with DUP [MQTT-3.3.1-1]", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a");
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["publish a 257!"]);
    answer("pubrec", 257);
    answer("pubcomp", 257);
    expect([heard(), driven.client.ring.bytes]).toEqual([["pubrel 257"], 0]);
  });

  test("a link lost after PUBREC repeats PUBREL, never PUBLISH [MQTT-4.3.3-1] [MQTT-4.4.0-1]", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a");
    answer("pubrec", 257);
    for (let i = 0; i < 5; i += 1) {
      driven.loseLink();
      driven.connectAnd();
      expect(heard()).toEqual(["pubrel 257"]);
    }
    answer("pubcomp", 257);
    driven.loseLink();
    driven.connectAnd();
    expect([heard(), driven.client.ring.bytes, driven.client.outcomes.repeats]).toEqual([[], 0, 0]);
  });

  test("messages at different steps resume in their first order [MQTT-4.6.0-1]", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a", "1:b", "c", "d", "1:e", "f");
    answer("pubrec", 257, 258);
    answer("pubcomp", 257);
    heard();
    driven.loseLink();
    say("g");
    driven.connectAnd();
    expect(heard()).toEqual([
      "publish b 1!",
      "pubrel 258",
      "publish d 259!",
      "publish e 2!",
      "publish f 260!",
      "publish g 257",
    ]);
  });

  test("a PUBREL that waits for the link goes out first", () => {
    const { driven, say, answer, heard } = shake({ linkBytes: 10 });
    driven.connect();
    say("0123456789");
    driven.drain();
    say("abcdefghij");
    driven.drain();
    answer("pubrec", 257, 258);
    driven.loseLink();
    say("new");
    driven.connectAnd();
    const out: string[] = [];
    for (let i = 0; i < 6; i += 1) {
      out.push(...heard());
      driven.drain();
    }
    expect(out).toEqual(["pubrel 257", "pubrel 258", "publish new 259"]);
  });
});

describe("a lost session", () => {
  test("unfinished messages go out as new, in order, counted as repeated", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect();
    say("a", "b", "c");
    answer("pubrec", 257, 258);
    answer("pubcomp", 257);
    driven.loseLink();
    say("d");
    heard();
    driven.connect(false);
    driven.pass(61_000);
    driven.loseLink();
    driven.connectAnd();
    // The second time they are the session's, under the identifiers that they have now.
    const again = heard();
    expect(again.map((words) => words.replace(/ \d+/, ""))).toEqual([
      "publish b!",
      "publish c!",
      "publish d!",
    ]);
    expect(new Set(again.map((words) => words.match(/\d+/)?.[0])).size).toBe(3);
    expect(driven.client.outcomes.repeats).toBe(2);
  });

  test("an unsent message goes out with DUP 0 and is not counted", () => {
    const { driven, say, heard } = shake();
    say("a");
    driven.connectAnd(undefined, false);
    expect(heard().at(-1)).toBe("publish a 257");
    expect(driven.client.outcomes.repeats).toBe(0);
  });

  test("PUBCOMP of the previous session does not complete the message", () => {
    const { driven, say, answer } = shake();
    driven.connect();
    say("a", "b");
    answer("pubrec", 257, 258);
    answer("pubcomp", 257);
    driven.loseLink();
    driven.connect(false);
    answer("pubcomp", 257, 258);
    expect(driven.client.ring.bytes).toBe(1);
  });
});

/** Of every identifier that a message of before may have. */
const releases = Array.from({ length: 7 }, (_, i) => `pubrel ${257 + i}`);

describe("a device that lost its memory but not its session [MQTT 3.2.2.2]", () => {
  test("a device without memory releases old identifiers first, then publishes", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect(true);
    say("a");
    say("b");
    expect(heard()).toEqual(releases);
    answer("pubcomp", 257, 258, 259, 260, 261, 262);
    expect(heard()).toEqual([]);
    answer("pubcomp", 263);
    expect(heard()).toEqual(["publish a 257", "publish b 258"]);
    answer("pubrec", 257);
    answer("pubcomp", 257);
    expect([heard(), driven.client.ring.bytes, driven.told.lost]).toEqual([["pubrel 257"], 1, []]);
  });

  test("a device releases old identifiers once", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect(true);
    say("a");
    answer("pubcomp", 257, 258, 259, 260, 261, 262, 263);
    answer("pubrec", 257);
    answer("pubcomp", 257);
    heard();
    say("b");
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(["publish b 257!"]);
  });

  test("a lost link repeats the PUBREL before any message", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect(true);
    say("a");
    answer("pubcomp", 257, 258);
    heard();
    driven.loseLink();
    driven.connectAnd();
    expect(heard()).toEqual(releases);
    answer("pubcomp", 257, 258, 259, 260, 261, 262, 263);
    expect(heard()).toEqual(["publish a 257"]);
  });

  test("a broker that answers no PUBREL is disconnected", () => {
    const { driven, say, heard } = shake();
    driven.connect(true);
    say("a");
    heard();
    driven.pass(31_000);
    expect(driven.told.lost).toEqual(["broker does not acknowledge"]);
  });

  test("the message after the PUBRELs has its own time limit", () => {
    const { driven, say, answer } = shake();
    driven.connect(true);
    say("a");
    driven.pass(29_000);
    answer("pubcomp", 257, 258, 259, 260, 261, 262, 263);
    driven.pass(29_000);
    expect(driven.told.lost).toEqual([]);
    driven.pass(1000);
    expect(driven.told.lost).toEqual(["broker does not acknowledge"]);
  });

  test("a device sends no PUBREL in a new session", () => {
    const { driven, say, heard } = shake();
    driven.connect(false);
    say("a");
    expect(heard()).toEqual(["publish a 257"]);
  });

  test("a device sends no PUBREL before a message at QoS 1", () => {
    const { driven, say, heard } = shake();
    driven.connect(true);
    say("1:a");
    expect(heard()).toEqual(["publish a 1"]);
  });

  test("a device receives unreleased messages again and answers unknown PUBRELs", () => {
    const { driven, message, answer, heard, messages } = shake();
    driven.connect(true);
    message("a", 7, true);
    answer("pubrel", 8);
    expect([heard(), messages]).toEqual([["pubrec 7", "pubcomp 8"], ["a"]]);
  });
});

describe("a device back at another broker with an older session [MQTT 3.2.2.2]", () => {
  test("a device completes the older session's messages before its own", () => {
    const { driven, say, answer, heard } = shake();
    driven.connect(false);
    say("a", "1:b");
    driven.loseLink();
    driven.client.brokers.current = 1;
    driven.connectAnd();
    expect(heard().filter((words) => !words.startsWith("subscribe"))).toEqual(releases);
    answer("pubcomp", 257, 258, 259, 260, 261, 262, 263);
    expect(heard()).toEqual(["publish a 257", "publish b 2"]);
  });
});
