/** About `count` round numbers that cover low to high. */
function ticks(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const all = [];
  const last = Math.ceil(high / step - 1e-9);
  for (let i = Math.floor(low / step + 1e-9); i <= last; i++) {
    all.push(Number((i * step).toPrecision(12)));
  }
  return all;
}

function number(value) {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}

class LineChart {
  constructor(figure) {
    this.chart = dataOf(figure);
    this.svg = figure.querySelector("svg");
    this.output = figure.querySelector("output");
    const points = this.chart.series.flatMap((series) => series.points);
    const finite = points.filter((point) => point[1] !== null);
    if (finite.length === 0) {
      this.output.textContent = "There is nothing to draw.";
      this.svg.remove();
      return;
    }
    this.steps = [...new Set(points.map((point) => point[0]))].sort((a, b) => a - b);
    this.chosen = this.steps.length - 1;
    const low = finite.reduce((least, point) => Math.min(least, point[1]), Infinity);
    const high = finite.reduce((most, point) => Math.max(most, point[1]), -Infinity);
    // A curve that comes near to zero is read against zero.
    this.range = [low > 0 && low < high / 2 ? 0 : low, high];
    this.listen();
    onWidth(this.svg, (width) => this.redraw(width));
  }

  redraw(width) {
    const height = this.svg.clientHeight;
    const box = { left: 56, right: width - 14, top: 26, bottom: height - 44 };
    const yTicks = ticks(...this.range, 5);
    const first = this.steps[0];
    const last = this.steps[this.steps.length - 1];
    const span = last - first || 1;
    const bottom = yTicks[0];
    const rise = yTicks[yTicks.length - 1] - bottom || 1;
    this.x = (value) => box.left + ((value - first) / span) * (box.right - box.left);
    this.y = (value) => box.bottom - ((value - bottom) / rise) * (box.bottom - box.top);
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    draw(this.svg, "text", { x: 0, y: 12 }, this.chart.yLabel);
    draw(this.svg, "text", { x: box.right, y: height - 4, "text-anchor": "end" }, this.chart.xLabel);
    for (const tick of yTicks) {
      const y = this.y(tick);
      draw(this.svg, "line", { class: "grid", x1: box.left, x2: box.right, y1: y, y2: y });
      draw(this.svg, "text", { x: box.left - 8, y: y + 4, "text-anchor": "end" }, number(tick));
    }
    for (const tick of ticks(first, last, Math.max(3, width / 90))) {
      if (tick >= first && tick <= last) {
        const x = this.x(tick);
        draw(this.svg, "line", { class: "grid", x1: x, x2: x, y1: box.bottom, y2: box.bottom + 5 });
        draw(this.svg, "text", { x, y: box.bottom + 20, "text-anchor": "middle" }, number(tick));
      }
    }
    this.cursor = draw(this.svg, "line", { class: "cursor", y1: box.top, y2: box.bottom });
    this.chart.series.forEach((series, index) => this.curve(series, index % COLOURS));
  }

  curve(series, colour) {
    let path = "";
    let pen = "M";
    for (const [x, y] of series.points) {
      if (y === null) {
        pen = "M";
      } else {
        path += `${pen}${this.x(x).toFixed(1)} ${this.y(y).toFixed(1)}`;
        pen = "L";
      }
    }
    draw(this.svg, "path", { class: `series-${colour}`, d: path });
    const end = series.points.filter((point) => point[1] !== null).pop();
    if (end) {
      const at = { cx: this.x(end[0]), cy: this.y(end[1]), r: 3, fill: `var(--colour-${colour})` };
      draw(this.svg, "circle", { class: "point", ...at });
    }
  }

  /** The values at one step, chosen with the pointer or the arrow keys. */
  listen() {
    const attributes = {
      tabindex: 0,
      role: "slider",
      "aria-label": `${this.chart.title}: values at one ${this.chart.xName}`,
      "aria-valuemin": this.steps[0],
      "aria-valuemax": this.steps[this.steps.length - 1],
    };
    for (const [key, value] of Object.entries(attributes)) {
      this.svg.setAttribute(key, value);
    }
    this.announce();
    this.svg.addEventListener("pointermove", (event) => {
      const at = event.clientX - this.svg.getBoundingClientRect().left;
      const distances = this.steps.map((step) => Math.abs(this.x(step) - at));
      this.choose(distances.indexOf(Math.min(...distances)));
    });
    this.svg.addEventListener("focus", () => this.choose(this.chosen));
    this.svg.addEventListener("pointerleave", () => this.leave());
    this.svg.addEventListener("blur", () => this.leave());
    this.svg.addEventListener("keydown", (event) => {
      const last = this.steps.length - 1;
      const page = Math.ceil(last / 10);
      const moves = {
        ArrowLeft: this.chosen - 1,
        ArrowDown: this.chosen - 1,
        ArrowRight: this.chosen + 1,
        ArrowUp: this.chosen + 1,
        PageDown: this.chosen - page,
        PageUp: this.chosen + page,
        Home: 0,
        End: last,
      };
      if (event.key in moves) {
        event.preventDefault();
        this.choose(Math.max(0, Math.min(last, moves[event.key])));
      }
    });
  }

  choose(index) {
    this.chosen = index;
    const x = this.x(this.steps[index]);
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    this.cursor.style.visibility = "visible";
    this.output.textContent = this.announce();
  }

  leave() {
    this.cursor.style.visibility = "hidden";
    this.output.textContent = "";
  }

  announce() {
    const step = this.steps[this.chosen];
    const values = this.chart.series
      .map((series) => [series.name, series.points.find((point) => point[0] === step)])
      .filter(([, point]) => point && point[1] !== null)
      .map(([name, point]) => `${name} ${number(point[1])} ${this.chart.yUnit}`.trim());
    const text = `${this.chart.xName} ${number(step)}: ${values.join(", ")}`;
    this.svg.setAttribute("aria-valuenow", step);
    this.svg.setAttribute("aria-valuetext", text);
    return text;
  }
}

document.querySelectorAll(".line-chart").forEach((figure) => new LineChart(figure));
