// Keys that sign updates: files of one folder, which only their owner can read, each named as the device that
// it is for.
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { HASHES } from "../../src/platform/node/hash.ts";
import { sealOf } from "../../src/sealed/seal.ts";
import type { KeyKind } from "../../src/update/key.ts";
import { LMS_SIGNATURE_BYTES } from "../../src/update/lms.ts";
import { writeNewFile } from "../files/whole-file.ts";
import { lmsPublicKey } from "./lms-key.ts";
import { asOnlySigner, KeyError, makeLmsKey, readLmsKey, signWithLms } from "./lms-key-file.ts";
import { hmacSigner, type Signer } from "./signed-update.ts";

/** As long as a digest of SHA-256. */
const KEY_BYTES = 32;
const FOR_ITS_OWNER = 0o600;
const FOR_OTHERS = 0o077;
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const HMAC_FORM = new RegExp(`^kind=hmac\nkey=([0-9a-f]{${2 * KEY_BYTES}})\n$`);
/** A key that another one has replaced: its name, and the first number that was free. */
const REPLACED = /\.before-\d+$/;
const LOCK = ".lock";

export interface StoredKey {
  name: string;
  kind: KeyKind;
  /** Another one has taken its place. */
  isReplaced: boolean;
}

/** A text as a device has it. */
function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** Where keys are when nobody says. */
export function usualKeyFolder(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "ringmote", "keys");
}

/** Is it the name of a key that another one has replaced? */
export function isReplaced(name: string): boolean {
  return REPLACED.test(name);
}

/** The keys of a folder. Those that cannot be used throw a KeyError, as their functions do. */
export class KeyStore {
  constructor(readonly folder: string) {}

  /** Makes a key for a device. It is never overwritten. LMS takes some seconds. */
  make(name: string, kind: KeyKind): void {
    const path = this.pathOf(name);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    if (kind === "lms") {
      makeLmsKey(path);
      return;
    }
    try {
      writeNewFile(path, `kind=hmac\nkey=${randomBytes(KEY_BYTES).toString("hex")}\n`, FOR_ITS_OWNER);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new KeyError(`${name} has a key already; "ringmote key rotate ${name}" makes another one.`);
    }
  }

  /**
   * Makes another key of the same kind; the old one gets the name that this gives back. Two programs at once
   * would give one name to both old ones.
   */
  rotate(name: string): string {
    const kind = this.kindOf(name);
    return asOnlySigner(this.pathOf(name), () => {
      let number = 1;
      while (this.has(`${name}.before-${number}`)) number += 1;
      const before = `${name}.before-${number}`;
      renameSync(this.pathOf(name), this.pathOf(before));
      this.make(name, kind);
      return before;
    });
  }

  list(): StoredKey[] {
    let files: string[];
    try {
      files = readdirSync(this.folder).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
    return files
      .filter((name) => NAME.test(name) && !name.endsWith(LOCK))
      .map((name) => ({ name, kind: this.kindOf(name), isReplaced: isReplaced(name) }));
  }

  kindOf(name: string): KeyKind {
    const content = this.contentOf(name);
    if (content.startsWith("kind=lms\n")) return "lms";
    if (HMAC_FORM.test(content)) return "hmac";
    throw new KeyError(`${this.pathOf(name)} is no key that this program has made.`);
  }

  /** What a device is given: the record of its key (src/update/key.ts). Of LMS it is no secret. */
  recordOf(name: string): string {
    if (this.kindOf(name) === "lms")
      return `lms ${lmsPublicKey(readLmsKey(this.pathOf(name))).toString("hex")}\n`;
    return `hmac-sha256 ${this.secretOf(name).toString("hex")}\n`;
  }

  signerOf(name: string): Signer {
    if (this.kindOf(name) === "hmac")
      return hmacSigner("hmac-sha256", HASHES.sha256, this.secretOf(name).toString("latin1"));
    const path = this.pathOf(name);
    const key = readLmsKey(path);
    return {
      scheme: "lms",
      hash: HASHES.sha256,
      sign: (signed) => signWithLms(path, key, Buffer.from(signed, "latin1")).toString("latin1"),
    };
  }

  /** Signs with zeros, as many as a signature has: nothing of the key is used up, and no device takes it. */
  drySignerOf(name: string): Signer {
    if (this.kindOf(name) === "hmac") return hmacSigner("hmac-sha256", HASHES.sha256, "");
    return { scheme: "lms", hash: HASHES.sha256, sign: () => "\0".repeat(LMS_SIGNATURE_BYTES) };
  }

  /**
   * Seals commands of a device (src/sealed/seal.ts): the tag for a topic and the words of a command. LMS does
   * not do.
   */
  sealerOf(name: string): (topic: string, words: string) => string {
    if (this.kindOf(name) !== "hmac")
      throw new KeyError(
        `The key ${name} is of LMS, which signs updates only; a device with sealed actuators has a key of the kind hmac.`,
      );
    const secret = this.secretOf(name).toString("latin1");
    return (topic, words) => sealOf(HASHES.sha256, secret, bytesOf(topic), bytesOf(words));
  }

  private has(name: string): boolean {
    return statSync(this.pathOf(name), { throwIfNoEntry: false }) !== undefined;
  }

  private secretOf(name: string): Buffer {
    return Buffer.from(HMAC_FORM.exec(this.contentOf(name))?.[1] ?? "", "hex");
  }

  /** A key that others can read may be known to them. */
  private contentOf(name: string): string {
    const path = this.pathOf(name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined)
      throw new KeyError(
        `There is no key of ${name} in ${this.folder}; "ringmote key make ${name}" makes one.`,
      );
    // Windows has no such modes.
    if (process.platform !== "win32" && (found.mode & FOR_OTHERS) !== 0)
      throw new KeyError(
        `Others can read ${path}, so it is no secret any more; make another key by "ringmote key rotate ${name}" once "chmod 600" has closed it.`,
      );
    return readFileSync(path, "utf8");
  }

  private pathOf(name: string): string {
    if (NAME.test(name)) return join(this.folder, name);
    throw new KeyError(
      `${JSON.stringify(name.slice(0, 80))} names no key; that is the identity of a device, as climate-a1b2c3: letters, digits, ".", "-" and "_".`,
    );
  }
}
