/**
 * NoteSequences: where they come from, and what happens to them before any melody is looked for.
 */
package io.cantus.transforms.sequence;
