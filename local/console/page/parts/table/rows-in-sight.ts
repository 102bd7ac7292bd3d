import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

export const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 30;

interface RowsInSight {
  readonly items: readonly VirtualItem[];
  readonly height: number;
  show(index: number): void;
  /** From scroll events: reading it from the element would force a layout. */
  isScrolled(): boolean;
}

/** The visible rows of a long table, and some around them. */
export function useRowsInSight(scroller: RefObject<HTMLElement | null>, count: number): RowsInSight {
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    show: (index) => virtualizer.scrollToIndex(index),
    isScrolled: () => (virtualizer.scrollOffset ?? 0) > 0,
  };
}
