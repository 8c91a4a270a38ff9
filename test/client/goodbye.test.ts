// The goodbye of a program that stops in MQTT 5.0, and the greeting of its broker.
import { expect, test } from "vitest";
import type { StopOptions } from "../../src/client/options.ts";
import { program, SECOND } from "./program-client.ts";

/** A broker that accepts with these properties, and what it got last. */
function accepting(properties = "", mqtt: 3 | 5 = 5, session: "clean" | "persistent" = "persistent") {
  let last = "";
  const accepted = `\x20${String.fromCharCode(properties.length + 3)}\0\0${String.fromCharCode(properties.length)}${properties}`;
  const made = program({}, undefined, () => (end) => ({
    received: (bytes) => {
      if (bytes.startsWith("\x10")) end.write(mqtt === 5 ? accepted : "\x20\x02\0\0");
      last = bytes;
    },
    closed: () => {},
  }));
  return { ...made, client: made.start({ mqtt, session }), last: () => last };
}

test.each<[StopOptions, string]>([
  [{}, "\xe0\0"],
  [{ sessionExpiry: 3600 }, "\xe0\x07\0\x05\x11\0\0\x0e\x10"],
  [{ sessionExpiry: 0 }, "\xe0\x07\0\x05\x11\0\0\0\0"],
  [{ reason: 4 }, "\xe0\x02\x04\0"],
  [{ reason: "bye", sessionExpiry: 1 }, "\xe0\x0d\0\x0b\x11\0\0\0\x01\x1f\0\x03bye"],
])("stop(%o) sends a DISCONNECT with these properties", async (options, packet) => {
  const { client, pass, last } = accepting();
  await pass(SECOND);
  await Promise.all([client.stop(options), pass(SECOND)]);
  expect(last()).toBe(packet);
  expect(client.state).toBe("stopped");
});

test.each<[string, StopOptions, 3 | 5, "clean" | "persistent"]>([
  ["needs MQTT 5.0", { reason: "bye" }, 3, "persistent"],
  ["needs a session", { sessionExpiry: 1 }, 5, "clean"],
  ["reason", { reason: 142 }, 5, "persistent"],
  ["reason", { reason: "\x1b" }, 5, "persistent"],
  ["sessionExpiry", { sessionExpiry: -1 }, 5, "persistent"],
])("stop() with wrong options throws an error about: %s", (words, options, mqtt, session) => {
  const { client } = accepting("", mqtt, session);
  expect(() => client.stop(options)).toThrow(words);
  client.kill();
});

test("user properties of a successful CONNACK are in the broker's offer", async () => {
  const { client, pass } = accepting("\x26\0\x04node\0\x02n1\x21\0\x05\x26\0\x04node\0\x02n2");
  await pass(SECOND);
  expect(client.brokerOffer()).toMatchObject({ receiveMaximum: 5, userProperties: { node: ["n1", "n2"] } });
});
