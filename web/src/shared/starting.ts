// How a module starts: it gets the element that names it, and may return what to do when that element goes.
export type Stop = () => void;
export type Start = (root: HTMLElement) => Stop | void;
