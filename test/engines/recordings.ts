// Where the recordings are.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Recording } from "./recording.ts";
import { readRecording } from "./recording-text.ts";

const FOLDER = new URL("recordings/", import.meta.url);
const ENDING = ".txt";

/** The path of a recording's file. */
export function recordingFile(name: string): string {
  return fileURLToPath(new URL(`${name}${ENDING}`, FOLDER));
}

export function recordingText(name: string): string {
  return readFileSync(recordingFile(name), "utf8");
}

/** Names of the recordings that are there, in order. */
export function recordingNames(): string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(ENDING));
  return files.map((file) => file.slice(0, -ENDING.length)).sort();
}

export function recordingOf(name: string): Recording {
  return readRecording(recordingText(name));
}
