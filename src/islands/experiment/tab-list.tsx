import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';

interface TabsProps<Tab extends string> {
  /** In their order; the first one is open at the start. */
  labels: Record<Tab, string>;
  /** What the list is about, for screen readers. */
  about: string;
  /** Whether the page's script is at work. */
  alive: boolean;
  /** What stands between the list and the pane, and does not scroll with it. */
  tools?: (open: Tab) => ComponentChildren;
  children: (open: Tab) => ComponentChildren;
}

/** Tabs with one pane (WAI-ARIA tabs pattern): arrow keys walk, the open one is in the tab order. */
export function Tabs<Tab extends string>(props: TabsProps<Tab>) {
  const { labels, about, alive, tools, children } = props;
  const id = useId();
  const tabs = Object.keys(labels) as [Tab, ...Tab[]];
  const [open, setOpen] = useState<Tab>(tabs[0]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(open) + step + tabs.length) % tabs.length] ?? tabs[0];
    setOpen(next);
    document.getElementById(`${id}-${next}`)?.focus();
    event.preventDefault();
  }

  return (
    <div class="tabs">
      <div role="tablist" aria-label={about} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            class="label"
            id={`${id}-${tab}`}
            aria-selected={open === tab}
            aria-controls={`${id}-pane`}
            tabIndex={open === tab ? 0 : -1}
            disabled={!alive}
            onClick={() => setOpen(tab)}
          >
            {labels[tab]}
          </button>
        ))}
      </div>
      {tools?.(open)}
      <div
        class={`pane pane-${open}`}
        role="tabpanel"
        id={`${id}-pane`}
        aria-labelledby={`${id}-${open}`}
        tabIndex={0}
      >
        {children(open)}
      </div>
    </div>
  );
}
