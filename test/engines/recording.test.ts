// The recordings themselves: those that are files have not changed, and each reads as it is written.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { parsed } from "./packets.ts";
import { readRecording, writeRecording } from "./recording-text.ts";
import { FILED, filedText, recordingOf, recordingText } from "./recordings.ts";
import { SESSIONS } from "./sessions/sessions.ts";

test("the folder has the recordings that are to be files", () => {
  const files = readdirSync(new URL("recordings/", import.meta.url));
  expect(files.sort()).toEqual(FILED.map((name) => `${name}.txt`));
});

test.each(FILED)("the session %s has the bytes of its file", (name) => {
  expect(recordingText(name)).toBe(filedText(name));
});

test.each(SESSIONS)("the recording of $name reads as it was written", ({ name }) => {
  expect(writeRecording(recordingOf(name))).toBe(recordingText(name));
});

test("every packet that a device of this version sends is recorded somewhere", () => {
  const sent = SESSIONS.flatMap(({ name }) => {
    const connections = new Map<number, string>();
    for (const act of recordingOf(name).steps.flatMap(({ links }) => links)) {
      if (act.kind === "send")
        connections.set(act.connection, (connections.get(act.connection) ?? "") + act.bytes);
    }
    return [...connections.values()].flatMap(parsed);
  });
  const kinds = sent.map((packet) =>
    packet.cmd === "publish" ? `publish ${packet.qos}${packet.dup ? " again" : ""}` : packet.cmd,
  );
  expect([...new Set(kinds)].sort()).toEqual([
    "connect",
    "disconnect",
    "pingreq",
    "puback",
    "publish 0",
    "publish 1",
    "publish 1 again",
    "publish 2",
    "publish 2 again",
    "pubrel",
    "subscribe",
  ]);
});

test("a line that nobody understands is named", () => {
  expect(() => readRecording("# t\nclock 0\n0 start\n  pin heater 1\n  dance\n")).toThrow(
    'Line 5 of the recording is not understood: "dance" is nothing that a device does.',
  );
  expect(() => readRecording("0 sleep\n")).toThrow('"sleep" is nothing that a device is told');
  expect(() => readRecording("colour blue\n")).toThrow('"colour" opens no line');
  expect(() => readRecording("record a b\n")).toThrow("b is not a text in quotes");
});
