/**
 * For a program on a computer that is no device: a client of a broker, the computer as its world, and what makes a text of
 * others harmless on a terminal.
 * @module ringmote/node.ts
 */

export type { Signal } from "../../client/aborting.ts";
export type { Authentication, AuthenticationExchange } from "../../client/authentication/authentication.ts";
export { type ScramOptions, scram } from "../../client/authentication/scram.ts";
export { type NodeClient, type NodeCounters, startNodeClient } from "../../client/client.ts";
export { type ConnectOptions, connect } from "../../client/connect.ts";
export { ConnectionError, SendError, SubscriptionError } from "../../client/faults/errors.ts";
export { printable } from "../../client/faults/foreign-text.ts";
export { type HistoryReading, readHistory } from "../../client/history.ts";
export type { NodeClientLimits } from "../../client/limits.ts";
export type {
  MessageProperties,
  ReceivedProperties,
  UserProperties,
} from "../../client/message-properties.ts";
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
} from "../../client/options.ts";
export type { SentMessage } from "../../client/sends/send-record.ts";
export type { ClientState } from "../../client/state.ts";
export type { NodeMessage, NodePart } from "../../client/subscriptions/message.ts";
export type { Payload } from "../../client/text.ts";
export type { ClientWorld } from "../../client/transport/client-world.ts";
export type { Stream, StreamEvents } from "../../client/transport/stream.ts";
export type { TlsIdentity } from "../../client/transport/tls-identity.ts";
export type { ClientLimits } from "../../mqtt/client.ts";
export type { Outcome } from "../../mqtt/outcome.ts";
export type { Overflow, Publication } from "../../mqtt/publication.ts";
export type { Endpoint } from "../../ports/network.ts";
export { createRealWorld } from "./real-world.ts";
export type { Chip, Circuit, Datagrams, I2cBus, World } from "./world.ts";
