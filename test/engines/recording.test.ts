// The recordings themselves: what is on disk is what the sessions give, and reads as it is written.
import { describe, expect, test } from "vitest";
import { parsed } from "./packets.ts";
import { readRecording, writeRecording } from "./recording-text.ts";
import { recordingNames, recordingOf, recordingText } from "./recordings.ts";
import { record } from "./session.ts";
import { SESSIONS } from "./sessions/sessions.ts";

test("each session has its recording, and each recording its session", () => {
  expect(recordingNames()).toEqual(SESSIONS.map(({ name }) => name).sort());
});

describe.each(SESSIONS)("the session $name", (session) => {
  test("gives the recording that is on disk when it is recorded again", () => {
    expect(writeRecording(record(session))).toBe(recordingText(session.name));
  });

  test("reads as it was written", () => {
    expect(writeRecording(readRecording(recordingText(session.name)))).toBe(recordingText(session.name));
  });
});

test("every packet that a device of this version sends is recorded somewhere", () => {
  const sent = recordingNames().flatMap((name) => {
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
