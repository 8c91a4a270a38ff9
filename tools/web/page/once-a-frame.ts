// Many lines come at once: what they change is shown once a frame.

/** A function that calls `show` before the next frame, however often it is called until then. */
export function onceAFrame(show: () => void): () => void {
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      show();
    });
  };
}
