const NARROWEST_SECOND = 44;
const ROW = 9;
const HEAD = 16;
const KEYS = 30;
const synthesizer = new Synthesizer();
let playing = null;

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function isBlack(pitch) {
  return [1, 3, 6, 8, 10].includes(pitch % 12);
}

class PianoRoll {
  constructor(figure) {
    this.roll = dataOf(figure);
    this.scroll = figure.querySelector(".scroll");
    this.button = figure.querySelector("button");
    this.slider = figure.querySelector("input");
    this.clock = figure.querySelector(".clock");
    this.position = 0;
    this.lit = new Set();
    const pitches = this.roll.notes.map((note) => note[2]);
    // At least an octave and a half, so that a melody of few pitches still looks like one.
    const lowest = pitches.reduce((a, b) => Math.min(a, b), 127);
    const highest = pitches.reduce((a, b) => Math.max(a, b), 0);
    const middle = pitches.length > 0 ? Math.round((lowest + highest) / 2) : 60;
    this.low = Math.min(middle - 9, lowest - 1);
    this.high = Math.max(middle + 9, highest + 1);
    this.height = HEAD + (this.high - this.low + 1) * ROW;
    this.slider.max = this.roll.seconds;
    this.drawKeys(figure.querySelector(".keys"));
    this.listen(figure);
    onWidth(this.scroll, (width) => this.redraw(figure.querySelector(".notes"), width));
  }

  y(pitch) {
    return HEAD + (this.high - pitch) * ROW;
  }

  size(svg, width) {
    svg.replaceChildren();
    svg.setAttribute("width", width);
    svg.setAttribute("height", this.height);
    svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
  }

  rows(svg, width) {
    for (let pitch = this.low; pitch <= this.high; pitch++) {
      if (isBlack(pitch)) {
        draw(svg, "rect", { class: "black", x: 0, y: this.y(pitch), width, height: ROW });
      } else if (pitch % 12 === 0) {
        const y = this.y(pitch) + ROW;
        draw(svg, "line", { class: "octave", x1: 0, x2: width, y1: y, y2: y });
      }
    }
  }

  drawKeys(svg) {
    this.size(svg, KEYS);
    this.rows(svg, KEYS);
    for (let pitch = this.low; pitch <= this.high; pitch++) {
      if (pitch % 12 === 0) {
        draw(svg, "text", { x: 5, y: this.y(pitch) + ROW - 1 }, `C${pitch / 12 - 1}`);
      }
    }
  }

  redraw(svg, width) {
    const { notes, bars, seconds } = this.roll;
    this.perSecond = Math.max(NARROWEST_SECOND, (width - 8) / (seconds || 1));
    const full = Math.max(width, Math.round(seconds * this.perSecond) + 8);
    this.size(svg, full);
    this.rows(svg, full);
    let free = -Infinity;
    bars.forEach((start, index) => {
      const x = start * this.perSecond;
      draw(svg, "line", { class: "bar-line", x1: x, x2: x, y1: 0, y2: this.height });
      if (x >= free) {
        draw(svg, "text", { x: x + 4, y: 11 }, index + 1);
        free = x + 28;
      }
    });
    this.shapes = notes.map(([start, end, pitch, velocity, voice]) => {
      const at = { x: start * this.perSecond, y: this.y(pitch) + 0.5, height: ROW - 1 };
      return draw(svg, "rect", {
        class: `note voice-${voice % COLOURS}`,
        ...at,
        width: Math.max(2.5, (end - start) * this.perSecond - 1),
        "fill-opacity": 0.55 + (0.45 * velocity) / 127,
      });
    });
    this.playhead = draw(svg, "line", { class: "playhead", y1: 0, y2: this.height });
    this.lit.clear();
    this.show(this.position);
  }

  listen(figure) {
    if (!("AudioContext" in window)) {
      this.button.disabled = true;
      this.button.title = "This browser has no Web Audio";
    }
    this.button.addEventListener("click", () => (playing === this ? this.stop() : this.play()));
    this.slider.addEventListener("input", () => this.seek(Number(this.slider.value)));
    figure.querySelector(".notes").addEventListener("click", (event) => {
      const left = event.currentTarget.getBoundingClientRect().left;
      this.seek(Math.min(this.roll.seconds, (event.clientX - left) / this.perSecond));
    });
  }

  seek(seconds) {
    this.show(seconds);
    if (playing === this) {
      this.play();
    }
  }

  async play() {
    if (playing && playing !== this) {
      playing.stop();
    }
    playing = this;
    this.label("Pause");
    const from = this.position >= this.roll.seconds ? 0 : this.position;
    this.show(from);
    cancelAnimationFrame(this.frame);
    if (await synthesizer.play(this.roll.notes, this.roll.drums, from)) {
      this.frame = requestAnimationFrame(() => this.follow());
    }
  }

  follow() {
    const position = synthesizer.position();
    if (position >= this.roll.seconds) {
      this.stop();
      this.show(0);
      this.scroll.scrollLeft = 0;
      return;
    }
    this.show(position);
    const x = position * this.perSecond - this.scroll.scrollLeft;
    if (x < 0 || x > this.scroll.clientWidth * 0.8) {
      this.scroll.scrollLeft += x - this.scroll.clientWidth * 0.2;
    }
    this.frame = requestAnimationFrame(() => this.follow());
  }

  stop() {
    cancelAnimationFrame(this.frame);
    synthesizer.stop();
    playing = null;
    this.label("Play");
    this.light([]);
  }

  label(verb) {
    this.button.firstElementChild.textContent = verb;
    this.button.setAttribute("aria-label", `${verb} ${this.roll.title}`);
    this.button.classList.toggle("playing", verb === "Pause");
  }

  show(seconds) {
    this.position = seconds;
    this.playhead.setAttribute("x1", seconds * this.perSecond);
    this.playhead.setAttribute("x2", seconds * this.perSecond);
    this.slider.value = seconds;
    this.slider.setAttribute("aria-valuetext", `${seconds.toFixed(1)} seconds`);
    this.clock.textContent = `${clock(seconds)} / ${clock(this.roll.seconds)}`;
    if (playing === this) {
      const sounds = ([start, end]) => start <= seconds && seconds < end;
      this.light(this.shapes.filter((_, index) => sounds(this.roll.notes[index])));
    }
  }

  light(shapes) {
    this.lit.forEach((shape) => shape.classList.remove("sounding"));
    this.lit = new Set(shapes);
    this.lit.forEach((shape) => shape.classList.add("sounding"));
  }
}

document.querySelectorAll(".piano-roll").forEach((figure) => new PianoRoll(figure));
