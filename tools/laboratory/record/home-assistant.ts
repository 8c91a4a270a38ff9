// What the build knows of Home Assistant's device classes, and its stand-in of the keys that it takes, from an installed one that HOME_ASSISTANT names.
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
