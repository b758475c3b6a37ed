// Making elements. Nothing here reads text as HTML, so no text of a recording can become anything but text.

/** el('div', { class: 'x', onclick: f, 'data-hue': 'timers' }, child, "text", null) */
export function el(name, attributes, ...children) { return filled(document.createElement(name), attributes, children); }
export function svg(name, attributes, ...children) { return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children); }

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const find = (id) => document.getElementById(id);

/** Replaces what is in `parent`; what had the keyboard's focus there has it again, known by its data-key. */
export function refill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children.flat().filter(Boolean));
  if (focused !== undefined) [...parent.querySelectorAll('[data-key]')].find((one) => one.dataset.key === focused)?.focus({ preventScroll: true });
}

export const isMotionReduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
