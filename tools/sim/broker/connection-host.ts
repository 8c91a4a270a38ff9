// The broker's functions and state that a connection needs.
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
import type { ReportShortage } from "./shortages.ts";
import type { Turns } from "./turns.ts";

export interface ConnectionHost {
  timers: Timers;
  turns: Turns;
  limits: Limits;
  keepAliveSlackMs: number;
  records: boolean;
  misdeed: (packet: Packet, connection: Connection) => Misdeed | undefined;
  /** Does this packet make the broker end the connection? */
  ends: (packet: Packet) => boolean;
  breached: (sentence: string) => void;
  short: ReportShortage;
  welcomes: (connect: IConnectPacket) => Welcome;
  authenticates: (method: string) => Exchange | undefined;
  rates: PublishRates;
  /**
   * Decides which clients are admitted, with which permissions; undefined admits every client with all
   * permissions.
   */
  authenticator: Authenticator | undefined;
  /** The return code for this CONNECT, or its session and whether the session existed. */
  admit: (
    connect: IConnectPacket,
    connection: Connection,
    will: Will | undefined,
    permissions: Permissions,
  ) => number | { session: Session; present: boolean };
  /** Called for every PUBLISH, new or repeated. */
  arrived: (packet: IPublishPacket, connection: Connection) => void;
  /** Accepts a message for delivery. */
  takeOver: (packet: IPublishPacket, connection: Connection) => void;
  /** The QoS that a filter is granted, or the code that refuses it. */
  grant: (filter: string, qos: Qos, connection: Connection) => number;
  dispatcher: Dispatcher;
  /** Adds to the number of unprocessed bytes, or subtracts from it. */
  holds: (bytes: number) => void;
  /** Called when the connection is closed by its keep-alive. */
  gaveUp: () => void;
  /** Called when the connection has ended on either side; `isOrderly`: with DISCONNECT. */
  ended: (connection: Connection, isOrderly: boolean) => void;
}
