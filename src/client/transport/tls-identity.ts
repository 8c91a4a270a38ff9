// The authorities that a TLS connection trusts, and the client's own certificate: read
// once, before the first attempt.
import { createSecureContext, type SecureContext } from "node:tls";
import { type Check, optionFaults, throwFaults } from "../../arguments/given.ts";

/** PEM texts: who is trusted, and who this client is. Default: the authorities that Node trusts, and nobody. */
export interface TlsIdentity {
  ca?: string;
  cert?: string;
  key?: string;
  /** Of a key that is encrypted. */
  passphrase?: string;
}

const PEM = "-----BEGIN ";
/** What a text of each holds, by the words of PEM. OpenSSL passes over what else is in it, and trusts nobody then. */
const HELD: Readonly<Record<string, string>> = { ca: "CERTIFICATE", cert: "CERTIFICATE", key: "PRIVATE KEY" };

/** What each holds is checked with a sentence of its own, which shows none of it. */
const anything: Check = () => undefined;
const OPTIONS: Readonly<Record<keyof TlsIdentity, Check>> = {
  ca: anything,
  cert: anything,
  key: anything,
  passphrase: anything,
};

/** What connections are made with; `undefined` is what Node has. Throws for texts that are no PEM, or do not belong together. */
export function secureContextOf(identity: TlsIdentity): SecureContext | undefined {
  // A name that is none would count as not given, too.
  throwFaults(optionFaults("options of tls", identity, OPTIONS));
  const { ca, cert, key, passphrase } = identity;
  const texts = Object.entries({ ca, cert, key }).filter(([, text]) => text !== undefined);
  if (texts.length === 0) return undefined;
  for (const [name, text] of texts) {
    // What is none would count as not given: whoever the computer trusts would be trusted.
    if (typeof text !== "string" || !text.includes(PEM))
      throw new Error(`The option tls.${name} is no PEM text; it begins with "${PEM}".`);
    const held = HELD[name] as string;
    if (!text.includes(`${held}-----`))
      throw new Error(`The option tls.${name} holds "${kindOf(text)}"; give a "${held}" there.`);
  }
  if ((cert === undefined) !== (key === undefined))
    throw new Error("The options tls.cert and tls.key belong together; give both.");
  try {
    return createSecureContext({ ca, cert, key, passphrase });
  } catch (error) {
    throw new Error(`The options of tls cannot be used: ${(error as Error).message}.`);
  }
}

/** What a PEM text says that it is. */
function kindOf(text: string): string {
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1] ?? "something else";
}
