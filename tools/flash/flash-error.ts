// Errors between a computer and a board, each kind with its own cure.

export type FlashErrorKind =
  /** The operating system does not let this user open the port. */
  | "no permission"
  /** Another program holds the port. */
  | "busy"
  /** There is no such port. */
  | "no port"
  /** The port is open, and no answer that is understood comes back. */
  | "no answer"
  /** The image is for another chip or board. */
  | "wrong chip"
  /**
   * The board does not run the firmware that the image needs: it has another interpreter, an old one, or a
   * build without a module.
   */
  | "wrong firmware"
  /** The image does not fit into the board's storage. */
  | "no space"
  /** The port went away while it was used. */
  | "lost"
  /** The board refused a step, or stored something else than was sent. */
  | "refused";

/** The message is whole sentences: what happened, and what to do. */
export class FlashError extends Error {
  override readonly name = "FlashError";

  constructor(
    readonly kind: FlashErrorKind,
    message: string,
  ) {
    super(message);
  }
}
