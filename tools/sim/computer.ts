// For a program on a computer that is no device ("ringmote/node.ts"): a client of a broker, the computer as its world, and what
// makes a text of others harmless on a terminal.
export type { Outcome } from "../../src/mqtt/outbox.ts";
export type { Publication } from "../../src/mqtt/publication.ts";
export {
  type NodeClient,
  type NodeClientOptions,
  type NodeCounters,
  type NodeMessage,
  type NodePart,
  type PublicationOptions,
  startNodeClient,
} from "../../src/platform/node/client.ts";
export type { World } from "../../src/platform/node/world.ts";
export { printable } from "../terminal/foreign-text.ts";
export { createRealWorld } from "./real-world.ts";
