// The two versions of MQTT that the client speaks: each with its statements, and the page that has them.
import type { Chapter } from "./chapter.ts";
import { CHAPTERS, PLAIN_TEXT } from "./statements.ts";
import { CHAPTERS_5, PLAIN_TEXT_5 } from "./statements-5.ts";

export interface Standard {
  /** What a citation begins with: "[MQTT-3.1.0-1]". */
  tag: "MQTT" | "MQTT5";
  /** From the package's folder. */
  page: string;
  title: string;
  named: string;
  /** Numbered statements for servers too. */
  statements: number;
  chapters: readonly Chapter[];
  plainText: Chapter;
}

export const MQTT_3_1_1: Standard = {
  tag: "MQTT",
  page: "docs/conformance.md",
  title: "Conformance",
  named: "MQTT 3.1.1 (OASIS Standard, 29 October 2014)",
  statements: 141,
  chapters: CHAPTERS,
  plainText: PLAIN_TEXT,
};

export const MQTT_5: Standard = {
  tag: "MQTT5",
  page: "docs/conformance-5.md",
  title: "Conformance to MQTT 5.0",
  named: "MQTT 5.0 (OASIS Standard, 7 March 2019)",
  statements: 251,
  chapters: CHAPTERS_5,
  plainText: PLAIN_TEXT_5,
};

export const STANDARDS: readonly Standard[] = [MQTT_3_1_1, MQTT_5];
