const COLOURS = 6;

/** The data beside a drawing. */
function dataOf(figure) {
  return JSON.parse(figure.querySelector("script").textContent);
}

/** Appends a shape to an SVG element or group. */
function draw(parent, name, attributes, text) {
  const shape = document.createElementNS(parent.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) {
    shape.setAttribute(key, value);
  }
  if (text !== undefined) {
    shape.textContent = text;
  }
  parent.append(shape);
  return shape;
}

/** Calls redraw now and whenever the element's width changes. */
function onWidth(element, redraw) {
  let width = 0;
  new ResizeObserver(() => {
    if (element.clientWidth !== width) {
      width = element.clientWidth;
      // A drawing may change the width of others: what an observer does at once is not observed.
      requestAnimationFrame(() => redraw(width));
    }
  }).observe(element);
}
