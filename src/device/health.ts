// Health: whether something about the device has gone wrong or right since it was last looked at.

export interface Health {
  /** A part's fault, or an actuator's misunderstanding, is not what it was. */
  changed: boolean;
}
