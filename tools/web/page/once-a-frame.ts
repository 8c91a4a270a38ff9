// Shows the changes of many lines that come at once, once a frame.

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
