// Functions and state of the broker that a connection needs.
import type { IConnectPacket, IPublishPacket, Packet } from "mqtt-packet";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Permissions } from "./access/permissions.ts";
import type { PublishRates } from "./access/publish-rate.ts";
import type { Authenticator } from "./access/verdict.ts";
import type { Exchange } from "./authentication.ts";
import type { Connection } from "./connection.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { Limits } from "./limits.ts";
import type { Qos } from "./message.ts";
import type { Welcome, Will } from "./protocol.ts";
import type { Misdeed } from "./sender.ts";
import type { Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import type { Turns } from "./turns.ts";

export interface ConnectionHost {
  timers: Timers;
  turns: Turns;
  limits: Limits;
  keepAliveSlackMs: number;
  records: boolean;
  misdeed: (packet: Packet, connection: Connection) => Misdeed | undefined;
  /** Does the broker end the connection when this packet comes? */
  ends: (packet: Packet) => boolean;
  breached: (sentence: string) => void;
  short: TellShortage;
  welcomes: (connect: IConnectPacket) => Welcome;
  authenticates: (method: string) => Exchange | undefined;
  rates: PublishRates;
  /** Decides who may come in, and with which permissions; undefined: everybody, and everything. */
  authenticator: Authenticator | undefined;
  /** The return code for this CONNECT, or the session that it goes on with, and whether there was one. */
  admit: (
    connect: IConnectPacket,
    connection: Connection,
    will: Will | undefined,
    permissions: Permissions,
  ) => number | { session: Session; present: boolean };
  /** A PUBLISH has come, whether or not it is news. */
  arrived: (packet: IPublishPacket, connection: Connection) => void;
  /** The broker takes a message over. */
  takeOver: (packet: IPublishPacket, connection: Connection) => void;
  /** The QoS that a filter is granted, or the code that refuses it. */
  grant: (filter: string, qos: Qos, connection: Connection) => number;
  dispatcher: Dispatcher;
  /** So many more bytes wait to be taken, or fewer. */
  holds: (bytes: number) => void;
  /** The client was silent for too long, and its connection is closed for it. */
  gaveUp: () => void;
  /** The connection has ended, on either side; `isOrderly`: with DISCONNECT. */
  ended: (connection: Connection, isOrderly: boolean) => void;
}
