/**
 * MusicXML, plain or compressed. Reading is two steps: {@code ScoreReader} knows the elements and
 * makes a {@code Score} of them, {@code ScorePlayer} knows what a score sounds like, measure by
 * measure. Times are computed as note-seq computes them; where note-seq reads music wrongly, the
 * classes say so and do right.
 */
package io.cantus.transforms.musicxml;
