/**
 * Standard MIDI Files in and out. Reading is two steps: {@code SmfReader} knows the bytes (as
 * strict as mido, and odd where mido is odd), {@code ScoreBuilder} knows what they mean (after
 * pretty_midi); writing is the way back.
 */
package io.cantus.transforms.midi;
