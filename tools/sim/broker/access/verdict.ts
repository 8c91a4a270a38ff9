// The verdict on a connecting client, between the broker and the authenticator.
import type { Permissions } from "./permissions.ts";
import type { PublishLimits } from "./publish-rate.ts";

/** The client's part of a CONNECT. */
export interface Credentials {
  clientId: string;
  username: string | undefined;
  password: Buffer | undefined;
}

/** The permissions of an admitted client, and their end. */
export interface Grant {
  permissions: Permissions;
  /** The time at which its connection ends; undefined for no such end. */
  endsInMs?: number;
  /** Limits that replace the broker's. */
  publishes?: Partial<PublishLimits>;
}

/**
 * The reason for refusing a client. "notAuthorized": it is denied, or no authenticator has decided.
 * "badCredentials": its own credentials, or the service's data about it, are invalid.
 */
export interface Refusal {
  refuse: "notAuthorized" | "badCredentials";
  /** The reason string for the client. */
  reason: string;
  /** The fault of the service, for the broker's owner: a sentence without its full stop. */
  fault?: string;
}

export type Verdict = { allow: Grant } | Refusal;

/** Decides about one client, now or later, once. Returns the function that withdraws the request. */
export type Authenticator = (who: Credentials, decided: (verdict: Verdict) => void) => () => void;
