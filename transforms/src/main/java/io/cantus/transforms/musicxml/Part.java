package io.cantus.transforms.musicxml;

import java.util.List;

/**
 * What one player, or a group that plays the same, has to play.
 *
 * @param name as the part list gives it; may be empty
 * @param channel number that the file gives its sound, 0 where it gives none
 */
record Part(String name, int channel, List<Measure> measures) {}
