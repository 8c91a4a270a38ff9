// The verdict on a client that wants in: the words between the broker and the one that decides for it.
import type { Permissions } from "./permissions.ts";
import type { PublishLimits } from "./publish-rate.ts";

/** The client's part of a CONNECT. */
export interface Credentials {
  clientId: string;
  username: string | undefined;
  password: Buffer | undefined;
}

/** The permissions of a client that is let in, and their time. */
export interface Grant {
  permissions: Permissions;
  /** Its connection is ended then; undefined: never for that. */
  endsInMs?: number;
  /** In place of the broker's limits. */
  publishes?: Partial<PublishLimits>;
}

/**
 * The reason why a client may not come in. "notAuthorized": it is denied, or nobody has decided.
 * "badCredentials": nobody can come in with what it said, or with what was said about it.
 */
export interface Refusal {
  refuse: "notAuthorized" | "badCredentials";
  /** For the client. */
  reason: string;
  /** The fault of the service that decides, for the broker's owner: a sentence without its full stop. */
  fault?: string;
}

export type Verdict = { allow: Grant } | Refusal;

/** Decides about one client, now or later, once. Returns the function that withdraws the question. */
export type Authenticator = (who: Credentials, decided: (verdict: Verdict) => void) => () => void;
