// The authorities that a TLS connection trusts, and the client's own certificate: read
// once, before the first attempt.
import { createSecureContext, type SecureContext } from "node:tls";
import { type Check, optionFaults, throwFaults } from "../../arguments/given.ts";

/**
 * PEM texts: the trusted authorities, and this client's certificate and key. Default: the authorities that
 * Node trusts, and no certificate.
 */
export interface TlsIdentity {
  ca?: string;
  cert?: string;
  key?: string;
  /** The passphrase of an encrypted key. */
  passphrase?: string;
}

const PEM = "-----BEGIN ";
/**
 * The expected content of each text, by the words of PEM. OpenSSL ignores any other text, and then trusts
 * nobody.
 */
const HELD: Readonly<Record<string, string>> = { ca: "CERTIFICATE", cert: "CERTIFICATE", key: "PRIVATE KEY" };

/** What each holds is checked with a sentence of its own, which shows none of it. */
const anything: Check = () => undefined;
const OPTIONS: Readonly<Record<keyof TlsIdentity, Check>> = {
  ca: anything,
  cert: anything,
  key: anything,
  passphrase: anything,
};

/**
 * The context of connections; `undefined` is Node's own. Throws for texts that are no PEM, or do not belong
 * together.
 */
export function secureContextOf(identity: TlsIdentity): SecureContext | undefined {
  // An unknown name would count as not given, too.
  throwFaults(optionFaults("options of tls", identity, OPTIONS));
  const { ca, cert, key, passphrase } = identity;
  const texts = Object.entries({ ca, cert, key }).filter(([, text]) => text !== undefined);
  if (texts.length === 0) return undefined;
  for (const [name, text] of texts) {
    // A wrong text would count as not given: then every authority of this computer would be trusted.
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

/** The kind of content that a PEM text declares. */
function kindOf(text: string): string {
  return /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1] ?? "something else";
}
