// Records facts of an installed Home Assistant, which HOME_ASSISTANT names: its device classes for the build,
// and the keys that it takes for the stand-in.
import { classesTable, TABLE } from "../home-assistant/core-classes.ts";
import { SCHEMAS, schemasTable } from "../home-assistant/core-schemas.ts";
import type { RecordPart } from "./part.ts";

export const homeAssistantClasses: RecordPart = {
  word: "home-assistant",
  make() {
    const core = process.env.HOME_ASSISTANT;
    if (core === undefined) return Promise.resolve({ files: [], faults: [] });
    return Promise.resolve({
      files: [
        [TABLE, classesTable(core)],
        [SCHEMAS, schemasTable(core)],
      ],
      faults: [],
    });
  },
};
