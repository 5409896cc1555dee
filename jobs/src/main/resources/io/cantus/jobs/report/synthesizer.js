/** Seconds that notes are handed to the sound card ahead of time: background tabs wake once a second. */
const AHEAD = 1.5;

/** Plays notes [start, end, pitch, velocity, voice] from a position; one at a time in the page. */
class Synthesizer {
  constructor() {
    this.turn = 0;
  }

  /** Seconds into the music that are heard now. */
  position() {
    const latency = this.context.outputLatency || 0;
    return Math.max(this.from, this.context.currentTime - this.zero - latency);
  }

  /** Whether it plays now: not if, while the browser made ready, it was stopped or told to play another. */
  async play(notes, drums, from) {
    this.stop();
    const turn = this.turn;
    this.context ??= new AudioContext();
    await this.context.resume();
    if (turn !== this.turn) {
      return false;
    }
    this.from = from;
    this.zero = this.context.currentTime + 0.08 - from;
    this.output = this.mixer();
    const waiting = notes.filter((note) => note[1] > from);
    const schedule = () => {
      const horizon = this.context.currentTime - this.zero + AHEAD;
      while (waiting.length > 0 && waiting[0][0] < horizon) {
        this.sound(waiting.shift(), drums);
      }
    };
    schedule();
    this.timer = setInterval(schedule, 250);
    return true;
  }

  stop() {
    this.turn++;
    clearInterval(this.timer);
    if (this.output) {
      const now = this.context.currentTime;
      const output = this.output;
      output.gain.setTargetAtTime(0, now, 0.03);
      setTimeout(() => output.disconnect(), 300);
      this.output = null;
    }
  }

  /** Compressor and a quiet echo, made anew for each start so that a stop is silent at once. */
  mixer() {
    const output = new GainNode(this.context, { gain: 0.6 });
    const compressor = new DynamicsCompressorNode(this.context, { threshold: -16, ratio: 12 });
    const echo = new DelayNode(this.context, { delayTime: 0.19 });
    const tone = new BiquadFilterNode(this.context, { type: "lowpass", frequency: 1600 });
    const again = new GainNode(this.context, { gain: 0.22 });
    this.input = new GainNode(this.context, { gain: 0.9 });
    this.input.connect(compressor);
    this.input.connect(echo).connect(tone).connect(again).connect(echo);
    again.connect(compressor);
    compressor.connect(output).connect(this.context.destination);
    return output;
  }

  sound([start, end, pitch, velocity, voice], drums) {
    const at = this.zero + Math.max(start, this.from);
    if (drums[voice]) {
      this.strike(at, pitch, velocity);
    } else {
      this.pluck(at, this.zero + end, pitch, velocity);
    }
  }

  /** A soft electric piano: three partials, the upper ones dying sooner. */
  pluck(start, end, pitch, velocity) {
    const frequency = 440 * 2 ** ((pitch - 69) / 12);
    const stop = Math.max(end, start + 0.06);
    for (const [partial, level, decay] of [[1, 0.32, 1.1], [2, 0.09, 0.5], [4, 0.03, 0.15]]) {
      if (frequency * partial > 16000) {
        continue;
      }
      const loudness = level * (velocity / 127) ** 1.2;
      const gain = new GainNode(this.context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(loudness, start + 0.008);
      gain.gain.setTargetAtTime(loudness * 0.25, start + 0.008, decay);
      gain.gain.setTargetAtTime(0, stop, 0.06);
      const oscillator = new OscillatorNode(this.context, { frequency: frequency * partial });
      oscillator.connect(gain).connect(this.input);
      oscillator.start(start);
      oscillator.stop(stop + 0.5);
    }
  }

  /** Low drums are a falling tone, the others a burst of noise, brighter the higher the pitch. */
  strike(start, pitch, velocity) {
    const low = pitch < 38 || pitch === 41 || pitch === 43;
    const loudness = (low ? 0.6 : 0.4) * (velocity / 127);
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setValueAtTime(loudness, start);
    gain.gain.setTargetAtTime(0, start, low ? 0.09 : 0.04);
    gain.connect(this.input);
    if (low) {
      const oscillator = new OscillatorNode(this.context, { frequency: 140 });
      oscillator.frequency.setTargetAtTime(48, start, 0.03);
      oscillator.connect(gain);
      oscillator.start(start);
      oscillator.stop(start + 0.6);
    } else {
      const frequency = Math.min(9000, 1200 + 250 * Math.max(0, pitch - 36));
      const band = new BiquadFilterNode(this.context, { type: "bandpass", frequency, Q: 0.7 });
      const source = new AudioBufferSourceNode(this.context, { buffer: this.noise() });
      source.connect(band).connect(gain);
      source.start(start);
      source.stop(start + 0.3);
    }
  }

  noise() {
    if (!this.noiseBuffer) {
      const length = Math.ceil(this.context.sampleRate * 0.3);
      this.noiseBuffer = new AudioBuffer({ length, sampleRate: this.context.sampleRate });
      const samples = this.noiseBuffer.getChannelData(0);
      for (let i = 0; i < length; i++) {
        samples[i] = Math.random() * 2 - 1;
      }
    }
    return this.noiseBuffer;
  }
}
