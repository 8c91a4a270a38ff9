// Needs of a device's start, which its loader has to know: no image has run by then.

export interface StartNeeds {
  /** It sleeps: at a wake it starts at once. */
  sleeps: boolean;
  /** It takes updates: one on trial that throws is tried again at once. */
  updates: boolean;
}
