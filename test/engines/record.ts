// Makes the recordings anew: node --import tsx test/engines/record.ts [name...]
import { writeFileSync } from "node:fs";
import { writeRecording } from "./recording-text.ts";
import { recordingFile } from "./recordings.ts";
import { record } from "./session.ts";
import { SESSIONS } from "./sessions/sessions.ts";

const names = process.argv.slice(2);
for (const session of SESSIONS) {
  if (names.length > 0 && !names.includes(session.name)) continue;
  const recording = record(session);
  writeFileSync(recordingFile(session.name), writeRecording(recording));
  console.log(`${session.name}: ${recording.steps.length} steps`);
}
