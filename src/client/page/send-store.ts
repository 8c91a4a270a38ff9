// In place of ../sends/send-store.ts in a browser: a page has no files.

/** Throws. */
export class SendStore {
  constructor() {
    throw new Error("A page has no file to keep messages in; leave the option store out.");
  }
}
