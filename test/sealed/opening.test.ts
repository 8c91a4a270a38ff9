// Opening of sealed commands: what one that is forged, replayed, late, retained, truncated or for another
// topic or device brings about, which is nothing.
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import {
  ENDED,
  FORGED,
  KEYLESS,
  open,
  PAST,
  RETAINED,
  UNSEALED,
  UNWRITTEN,
} from "../../src/sealed/opening.ts";
import { sealOf } from "../../src/sealed/seal.ts";
import { readSealed } from "../../src/sealed/sealed-message.ts";
import {
  CEILING_RECORD,
  CEILING_STEP,
  lowestTaken,
  MOST_COUNTER,
  readTaken,
} from "../../src/sealed/taken-counters.ts";
import type { Scheme } from "../../src/update/tag.ts";

const KEY = "\x07".repeat(32);
const TOPIC = "home/gate-1/bolt/set";

function sealed(payload: string, counter: number | string, topic = TOPIC, key = KEY): string {
  const words = `${payload} ${counter}`;
  return `${words} ${sealOf(HASHES.sha256, key, topic, words)}`;
}

/** A device with these records, whose writes may fail. */
function device(records: Record<string, string> = {}, scheme: Scheme = "hmac-sha256", key = KEY) {
  const storage = new Map(Object.entries(records));
  const written: string[] = [];
  let fails = false;
  const port = {
    readRecord: (name: string) => storage.get(name),
    writeRecord: (name: string, bytes: string) => {
      if (fails) return false;
      storage.set(name, bytes);
      written.push(bytes);
      return true;
    },
  };
  let counters = readTaken(port);
  return {
    written,
    storage,
    lowest: () => lowestTaken(counters),
    restart: () => {
      counters = readTaken(port);
    },
    failWrites: (yes: boolean) => {
      fails = yes;
    },
    open: (message: string, retained = false) =>
      open({ scheme, key, hash: HASHES.sha256 }, counters, TOPIC, message, retained),
  };
}

test("a tag is HMAC-SHA-256 over domain, topic, payload and counter", () => {
  const tag = createHmac("sha256", Buffer.from(KEY, "latin1"))
    .update(`ringmote command\n${TOPIC}\nunlock 7`)
    .digest("hex");
  expect(sealed("unlock", 7)).toBe(`unlock 7 ${tag}`);
});

test("a sealed command is accepted once and uses its counter", () => {
  const gate = device();
  expect(gate.open(sealed("unlock", 1))).toEqual({ fault: "", payload: "unlock", isRepeated: false });
  expect(gate.open(sealed("unlock", 1))).toMatchObject({ fault: PAST, isRepeated: true });
  expect(gate.lowest()).toBe(2);
});

test.each(["", "two words", " blanks around ", "21.5", "host=a\nport=1884", "Gr\xc3\xbc\xc3\x9fe"])(
  "the payload %j is opened as it was sealed",
  (payload) => {
    expect(device().open(sealed(payload, 5)).payload).toBe(payload);
  },
);

describe("a refused command", () => {
  const genuine = sealed("unlock", 9);
  const harm: readonly (readonly [string, string, string])[] = [
    ["by another device's key", sealed("unlock", 9, TOPIC, "\x08".repeat(32)), FORGED],
    ["for another actuator", sealed("unlock", 9, "home/gate-1/valve/set"), FORGED],
    ["for another device", sealed("unlock", 9, "home/gate-2/bolt/set"), FORGED],
    ["with another payload", genuine.replace("unlock", "lock"), FORGED],
    ["with another counter", genuine.replace(" 9 ", " 10 "), FORGED],
    ["with its last digit changed", `${genuine.slice(0, -1)}${genuine.endsWith("0") ? 1 : 0}`, FORGED],
    ["in capitals", genuine.toUpperCase(), FORGED],
    ["with a counter of zeros in front", sealed("unlock", "09"), UNSEALED],
    ["with the counter 0", sealed("unlock", "0"), UNSEALED],
    ["with a counter of ten digits", sealed("unlock", "1000000000"), UNSEALED],
    ["that is longer by a digit", `${genuine}0`, UNSEALED],
    ["that is bare", "unlock", UNSEALED],
    ["that is empty", "", UNSEALED],
  ];

  test.each(harm)("a command %s uses no counter and writes nothing", (_, message, fault) => {
    const gate = device();
    expect(gate.open(message)).toEqual({ fault, payload: "", isRepeated: false });
    expect([gate.lowest(), gate.written]).toEqual([1, []]);
  });

  test("a command truncated anywhere uses no counter", () => {
    const gate = device();
    for (let length = 0; length < genuine.length; length++) {
      expect(gate.open(genuine.slice(0, length)).fault, `${length}`).not.toBe("");
      expect(gate.open(genuine.slice(genuine.length - length)).fault, `last ${length}`).not.toBe("");
    }
    expect(gate.lowest()).toBe(1);
  });

  test("a retained command uses no counter", () => {
    const gate = device();
    expect(gate.open(genuine, true).fault).toBe(RETAINED);
    expect(gate.open(genuine).fault).toBe("");
  });

  test("without room on the flash a command is refused", () => {
    const gate = device();
    gate.failWrites(true);
    expect([gate.open(genuine).fault, gate.lowest()]).toEqual([UNWRITTEN, 1]);
    gate.failWrites(false);
    expect(gate.open(genuine).fault).toBe("");
  });
});

test("replayed and reordered commands are refused, newer ones accepted", () => {
  const gate = device();
  expect(gate.open(sealed("unlock", 5)).fault).toBe("");
  for (const late of [1, 4]) expect(gate.open(sealed("unlock", late)).fault).toBe(PAST);
  expect(gate.open(sealed("lock", 6)).fault).toBe("");
  expect(gate.open(sealed("unlock", 5))).toMatchObject({ fault: PAST, isRepeated: false });
});

test.each([
  ["lms", KEY],
  ["hmac-sha1", KEY],
  ["hmac-sha256", ""],
] as const)("a device whose key is %s %j accepts no command", (scheme, key) => {
  expect(device({}, scheme, key).open(sealed("unlock", 1, TOPIC, key)).fault).toBe(KEYLESS);
});

describe("the ceiling of the counter", () => {
  test("the ceiling is written once in many commands", () => {
    const gate = device();
    for (let counter = 1; counter <= 10 * CEILING_STEP; counter++)
      expect(gate.open(sealed("unlock", counter)).fault).toBe("");
    expect(gate.written).toHaveLength(10);
  });

  test("counters below the ceiling are refused after a restart", () => {
    const gate = device();
    gate.open(sealed("unlock", 5));
    gate.restart();
    expect(gate.lowest()).toBe(5 + CEILING_STEP);
    for (const old of [1, 5, 6, 4 + CEILING_STEP]) expect(gate.open(sealed("unlock", old)).payload).toBe("");
    expect(gate.open(sealed("unlock", 5 + CEILING_STEP)).fault).toBe("");
  });

  test("an unreadable ceiling refuses every command", () => {
    const gate = device({ [CEILING_RECORD]: "7x" });
    expect(gate.open(sealed("unlock", MOST_COUNTER)).fault).toBe(ENDED);
  });

  test("a counter at the ceiling's end is accepted once", () => {
    const gate = device();
    expect(gate.open(sealed("unlock", MOST_COUNTER)).fault).toBe("");
    gate.restart();
    expect(gate.open(sealed("unlock", MOST_COUNTER)).payload).toBe("");
    expect(gate.lowest()).toBe(MOST_COUNTER + 1);
  });
});

test("none of 100,000 forged messages is accepted", () => {
  const gate = device();
  gate.open(sealed("lock", 50));
  const { written } = gate;
  const before = written.length;
  const random = createRandom(4);
  const genuine = sealed("unlock", 51);
  for (let i = 0; i < 100_000; i++) {
    const at = random.below(genuine.length);
    const byte = String.fromCharCode(random.below(256));
    const spoiled = genuine.slice(0, at) + byte + genuine.slice(at + random.below(3));
    if (spoiled !== genuine && gate.open(spoiled).fault === "") expect.unreachable(`${i}: ${spoiled}`);
  }
  expect([gate.lowest(), written.length]).toEqual([51, before]);
  expect(gate.open(genuine).payload).toBe("unlock");
});

test("an unsealed message is not parsed", () => {
  expect(readSealed("unlock")).toBeUndefined();
  expect(readSealed(`7 ${"0".repeat(64)}`)).toBeUndefined();
});
