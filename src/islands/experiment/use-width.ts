import { useEffect, useRef, useState } from 'preact/hooks';

/** Before the first measurement a picture is as wide as a full column; its box hides the rest. */
const WIDTH_UNMEASURED = 1_000;

/** A ref for a box, and the box's inner width in px, kept up to date. */
export function useWidth() {
  const box = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(WIDTH_UNMEASURED);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [box, width] as const;
}
