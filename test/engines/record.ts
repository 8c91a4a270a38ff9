// Makes the recordings that are files anew: node --import tsx test/engines/record.ts
import { writeFileSync } from "node:fs";
import { FILED, recordingFile, recordingText } from "./recordings.ts";

for (const name of FILED) {
  writeFileSync(recordingFile(name), recordingText(name));
  console.log(recordingFile(name));
}
