// Certificates of a test's own: authorities, and who they vouch for. openssl makes them in a temporary
// folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Is openssl here? */
export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export interface Certificates {
  /** Makes a certificate for `hosts`, signed by the authority of that name, or by itself. */
  make: (name: string, authority?: string, hosts?: string, ...extensions: string[]) => void;
  /** Paths of a certificate and its key. */
  certificateFile: (name: string) => string;
  keyFile: (name: string) => string;
  /** Their PEM texts. */
  certificate: (name: string) => string;
  key: (name: string) => string;
  remove: () => void;
}

const LOOPBACK = "DNS:localhost,IP:127.0.0.1";

export function createCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-certificates-"));
  const certificateFile = (name: string) => join(folder, `${name}.pem`);
  const keyFile = (name: string) => join(folder, `${name}.key`);
  return {
    certificateFile,
    keyFile,
    certificate: (name) => readFileSync(certificateFile(name), "utf8"),
    key: (name) => readFileSync(keyFile(name), "utf8"),
    make(name, authority, hosts = LOOPBACK, ...extensions) {
      const signer =
        authority === undefined ? [] : ["-CA", certificateFile(authority), "-CAkey", keyFile(authority)];
      execFileSync(
        "openssl",
        [
          ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
          ...["-days", "2", "-subj", `/CN=${name}`, "-addext", `subjectAltName=${hosts}`],
          ...extensions.flatMap((extension) => ["-addext", extension]),
          ...["-keyout", keyFile(name), "-out", certificateFile(name), ...signer],
        ],
        { stdio: "ignore" },
      );
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
