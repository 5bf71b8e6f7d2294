import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn above and below what is in sight. */
const OVERSCAN = 8;
/** Kept free beside what is brought into sight. */
const MARGIN_PX = 18;

interface VirtualListProps {
  count: number;
  rowPx: number;
  label: string;
  row: (index: number) => ComponentChildren;
  onKeyDown: (event: KeyboardEvent) => void;
  onPointerLeave: () => void;
  /** Brought into sight whenever it changes; -1 for none. */
  current: number;
  /** Scrolls for nothing: the pointer rests on a row. */
  still: boolean;
  /** While true and nothing is current, the last row stays in sight. */
  follow: boolean;
}

/** A scrolling list that draws what is in sight and nothing else. */
export function VirtualList(props: VirtualListProps) {
  const { count, rowPx, label, row, onKeyDown, onPointerLeave, still, current, follow } = props;
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
    if (!element || current < 0 || still) return;
    const rowTop = current * rowPx;
    if (rowTop < element.scrollTop) element.scrollTop = rowTop;
    const overshoot = rowTop + 2 * rowPx - element.scrollTop - element.clientHeight;
    if (overshoot > 0) element.scrollTop += overshoot;
  }, [current]);

  // A row may be wider than the box: what was lit comes into sight sideways, too.
  const shown = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const lit = box.current?.querySelector('.lit') ?? null;
    if (lit === shown.current || still) return;
    shown.current = lit;
    if (box.current && lit) revealSideways(box.current, lit);
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (element && follow && current < 0 && !still) element.scrollTop = element.scrollHeight;
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
      onPointerLeave={onPointerLeave}
    >
      <div class="virtual-space" style={{ height: `${count * rowPx}px` }}>
        <div style={{ transform: `translateY(${first * rowPx}px)` }}>{rows}</div>
      </div>
    </section>
  );
}

function revealSideways(box: HTMLElement, lit: Element): void {
  const outer = box.getBoundingClientRect();
  const inner = lit.getBoundingClientRect();
  const left = inner.left - outer.left - MARGIN_PX;
  const right = inner.right - outer.right + MARGIN_PX;
  // What is wider than the box shows its beginning.
  if (left < 0) box.scrollLeft += left;
  else if (right > 0) box.scrollLeft += Math.min(left, right);
}
