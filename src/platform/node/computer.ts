/**
 * For a program on a computer that is no device: a client of a broker, the computer as its world, and what makes a text of
 * others harmless on a terminal.
 * @module ringmote/node.ts
 */
export type { ClientLimits } from "../../mqtt/client.ts";
export type { Outcome } from "../../mqtt/outcome.ts";
export type { Overflow, Publication } from "../../mqtt/publication.ts";
export type { Signal } from "./aborting.ts";
export type { Authentication, AuthenticationExchange } from "./authentication.ts";
export { type NodeClient, type NodeCounters, startNodeClient } from "./client.ts";
export { ConnectionError, SendError, SubscriptionError } from "./client-errors.ts";
export type { NodeClientLimits } from "./client-limits.ts";
export type {
  HandlerOptions,
  MessagesOptions,
  NodeClientOptions,
  NodeWill,
  PublicationOptions,
  Qos,
  ReconnectPauses,
  ReplyOptions,
  RequestOptions,
  SendOptions,
  StopOptions,
  StoreOptions,
  SubscriptionOptions,
} from "./client-options.ts";
export type { ClientState } from "./client-state.ts";
export { type ConnectOptions, connect } from "./connect.ts";
export { printable } from "./foreign-text.ts";
export type { NodeMessage, NodePart } from "./message.ts";
export type { MessageProperties, ReceivedProperties, UserProperties } from "./message-properties.ts";
export { createRealWorld } from "./real-world.ts";
export { type ScramOptions, scram } from "./scram.ts";
export type { SentMessage } from "./send-record.ts";
export type { Payload } from "./text.ts";
export type { TlsIdentity } from "./tls-identity.ts";
export type { Chip, Circuit, ClientWorld, I2cBus, World } from "./world.ts";
