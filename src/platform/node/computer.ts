/**
 * A client of a broker, for a program on a computer. A device, also a simulated one, is declared with ringmote.
 * @module ringmote/node.ts
 */

// Connect: one call gives the client, which connects again by itself.

export { type NodeClient, type NodeCounters, startNodeClient } from "../../client/client.ts";
export { type ConnectOptions, connect } from "../../client/connect.ts";
export type { NodeClientLimits } from "../../client/limits.ts";
export type { NodeClientOptions, NodeWill, ReconnectPauses, StoreOptions } from "../../client/options.ts";
export type { ClientState } from "../../client/state.ts";
export type { Payload } from "../../client/text.ts";
export type { ClientLimits } from "../../mqtt/client.ts";
export type { Endpoint } from "../../ports/network.ts";

// Identify: by a certificate, or by an exchange of MQTT 5.0.

export type { Authentication, AuthenticationExchange } from "../../client/authentication/authentication.ts";
export { type ScramOptions, scram } from "../../client/authentication/scram.ts";
export type { TlsIdentity } from "../../client/transport/tls-identity.ts";

// Send: each message with a promise, or by a publication that is prepared once.

export type { PublicationOptions, Qos, SendOptions } from "../../client/options.ts";
export type { SentMessage } from "../../client/sends/send-record.ts";
export type { Outcome } from "../../mqtt/outcome.ts";
export type { Overflow, Publication } from "../../mqtt/publication.ts";

// Subscribe: messages come to a handler, in parts, or in a loop.

export type { HandlerOptions, MessagesOptions, SubscriptionOptions } from "../../client/options.ts";
export type { NodeMessage, NodePart } from "../../client/subscriptions/message.ts";

// Request and reply; and the properties that messages of MQTT 5.0 carry.

export type {
  MessageProperties,
  ReceivedProperties,
  UserProperties,
} from "../../client/message-properties.ts";
export type { ReplyOptions, RequestOptions } from "../../client/options.ts";

// Stop, or stop waiting.

export type { Signal } from "../../client/aborting.ts";
export type { StopOptions } from "../../client/options.ts";

// Errors that the program acts on: its message, its question or its subscription has failed.

export { RequestError, SendError, SubscriptionError } from "../../client/faults/errors.ts";

// The error that whoever runs the broker or the network acts on: there is no connection.

export { ConnectionError } from "../../client/faults/errors.ts";

// Read what a device has kept, and show texts of others without harm to a terminal.

export { printable } from "../../client/faults/foreign-text.ts";
export { type HistoryReading, readHistory } from "../../client/history.ts";

// Worlds: the computer as a client sees it, and one that a test makes in its place.

export type { ClientWorld } from "../../client/transport/client-world.ts";
export type { Stream, StreamEvents } from "../../client/transport/stream.ts";
export { createRealWorld } from "./real-world.ts";
export type { Chip, Circuit, Datagrams, I2cBus, World } from "./world.ts";
