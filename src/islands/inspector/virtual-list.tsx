import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn above and below what is in sight. */
const OVERSCAN = 8;

interface VirtualListProps {
  count: number;
  rowPx: number;
  label: string;
  row: (index: number) => ComponentChildren;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Brought into sight whenever it changes; -1 for none. */
  current: number;
  /** While true and nothing is current, the last row stays in sight. */
  follow: boolean;
}

/** A scrolling list that draws what is in sight and nothing else. */
export function VirtualList(props: VirtualListProps) {
  const { count, rowPx, label, row, onKeyDown, current, follow } = props;
  const box = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(300);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || current < 0) return;
    const rowTop = current * rowPx;
    if (rowTop < element.scrollTop) element.scrollTop = rowTop;
    const overshoot = rowTop + 2 * rowPx - element.scrollTop - element.clientHeight;
    if (overshoot > 0) element.scrollTop += overshoot;
  }, [current]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element && follow && current < 0) element.scrollTop = element.scrollHeight;
  }, [follow, count]);

  const first = Math.max(0, Math.floor(top / rowPx) - OVERSCAN);
  const last = Math.min(count, Math.ceil((top + height) / rowPx) + OVERSCAN);
  const rows: ComponentChildren[] = [];
  for (let index = first; index < last; index++) rows.push(row(index));
  return (
    <section
      class="virtual-list"
      ref={box}
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div class="virtual-space" style={{ height: `${count * rowPx}px` }}>
        <div style={{ transform: `translateY(${first * rowPx}px)` }}>{rows}</div>
      </div>
    </section>
  );
}
