// What the build knows of Home Assistant's device classes, from an installed one that HOME_ASSISTANT names.
import { classesTable, TABLE } from "../home-assistant/core-classes.ts";
import type { RecordPart } from "./part.ts";

export const homeAssistantClasses: RecordPart = {
  word: "home-assistant",
  make() {
    const core = process.env.HOME_ASSISTANT;
    return Promise.resolve({ files: core === undefined ? [] : [[TABLE, classesTable(core)]], faults: [] });
  },
};
