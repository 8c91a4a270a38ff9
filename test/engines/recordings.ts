// The recordings: each session as Node records it in the run. Twelve are files as well, which say that the
// bytes are those of last time.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Recording } from "./recording.ts";
import { readRecording, writeRecording } from "./recording-text.ts";
import { record } from "./session.ts";
import { SESSIONS } from "./sessions/sessions.ts";

/** What a reviewer reads: greeting, commands, readings, both QoS, sessions and their ends, pins, rules, MQTT 5.0. */
export const FILED: readonly string[] = [
  "acknowledgements",
  "arrives-in-pieces",
  "broker-restart",
  "commands",
  "first-connection",
  "keep-alive",
  "pins",
  "session-kept",
  "session-lost",
  "telemetry",
  "thermostat",
  "version-5",
];

const FOLDER = new URL("recordings/", import.meta.url);
const made = new Map<string, string>();

/** The path of a recording's file. */
export function recordingFile(name: string): string {
  return fileURLToPath(new URL(`${name}.txt`, FOLDER));
}

export function filedText(name: string): string {
  return readFileSync(recordingFile(name), "utf8");
}

/** Recorded once in a process. Throws when no session has that name. */
export function recordingText(name: string): string {
  const known = made.get(name);
  if (known !== undefined) return known;
  const session = SESSIONS.find((session) => session.name === name);
  if (session === undefined) throw new Error(`No session is called "${name}".`);
  const text = writeRecording(record(session));
  made.set(name, text);
  return text;
}

export function recordingOf(name: string): Recording {
  return readRecording(recordingText(name));
}
