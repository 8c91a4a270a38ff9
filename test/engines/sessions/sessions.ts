// All sessions that are recorded.
import type { Session } from "../session.ts";
import { ACTING } from "./acting.ts";
import { ANSWERING } from "./answering.ts";
import { CLIMATE } from "./climate.ts";
import { CONNECTING } from "./connecting.ts";
import { COUNTING } from "./counting.ts";
import { EXACTLY_ONCE } from "./exactly-once.ts";
import { PANEL } from "./panel.ts";
import { SENSING } from "./sensing.ts";
import { VERSION_5 } from "./version-5.ts";

export const SESSIONS: readonly Session[] = [
  ...CONNECTING,
  ...CLIMATE,
  ...COUNTING,
  ...EXACTLY_ONCE,
  ...VERSION_5,
  ...ANSWERING,
  ...PANEL,
  ...SENSING,
  ...ACTING,
];
