/** How long a stop lets what is kept go out, in milliseconds, where nobody says otherwise. */
export const STOP_MS = 5000;
