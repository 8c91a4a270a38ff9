/** Milliseconds that a stop leaves kept messages to go out, where nobody says otherwise. */
export const STOP_MS = 5000;
