package io.cantus.transforms.musicxml;

import java.util.List;

/**
 * A score as it is written.
 *
 * @param title of the work; empty if it has none
 * @param creators composers, poets and others, as the file lists them
 */
record Score(String title, List<String> creators, List<Part> parts) {}
