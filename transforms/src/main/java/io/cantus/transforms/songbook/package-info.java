/**
 * The songbook that comes with Cantus: traditional tunes as compact note text, and their
 * arrangement into multi-track MIDI files, so that the demo has real files to work on.
 */
package io.cantus.transforms.songbook;
